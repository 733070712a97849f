"""What the book makes the counter-revolution depend on, in our words, each with its pages."""

from __future__ import annotations

from dataclasses import dataclass

BOOK = "Michel Lequenne, Contre-révolution dans la révolution (2017)"


@dataclass(frozen=True)
class Condition:
    """One condition: its part in the model, what it is, and the pages that name it."""

    part: str
    text: str
    pages: str


PARTS = {
    "hazard": "Sets the hazard: how likely the turn is in any month",
    "threshold": "Sets a threshold: what must be complete before a caste or a monolith stands",
    "switch": "Switch: an act or an accident that could have gone the other way",
    "window": "Window: a time at which the issue was still open",
    "floor": "Floor under the hazard, which no single switch takes away",
}

CONDITIONS = (
    Condition("hazard", "War of the allied powers against the revolution, and the ruin that it left", "169, 216"),
    Condition("hazard", "Isolation of a revolution in one backward country, the western workers bled and leaderless", "72, 80, 184, 217"),
    Condition("hazard", "Cadres picked in secret, from the top down", "241"),
    Condition("hazard", "The workers' vanguard used up at the front", "143, 147"),
    Condition("hazard", "Members changed in number and kind: 176,750 in late 1917, 730,000 in March 1921, then the levy of 1924", "147, 219, 220, 242"),
    Condition("hazard", "Peasants drawn towards ordinary market relations under NEP", "216"),
    Condition("hazard", "Discouragement after each defeat abroad: Germany 1923, Britain 1926, China 1927", "257"),
    Condition("threshold", "A caste: privileges out of scarcity and of money, wish for rest, five million demobilised in civil posts, masses out of power, ambitious cadres, and one organiser", "177, 178"),
    Condition("threshold", "A monolith: no opposition outside the party and no tendencies inside it", "145"),
    Condition("threshold", "Congress democracy voted but emptied by the network of posts", "178"),
    Condition("switch", "Illness and death of Lenin", "211"),
    Condition("switch", "The ban on tendencies", "168"),
    Condition("switch", "Lenin finds Stalin out late and does not ask for his exclusion", "199"),
    Condition("switch", "Trotsky keeps the Georgian note to himself and stays silent in 1923", "197, 198, 200, 235"),
    Condition("switch", "Zinoviev and Kamenev keep Stalin in his post in 1924", "220"),
    Condition("switch", "The German opening of 1923, missed", "205"),
    Condition("window", "Early 1921: strong resistance inside the party", "148"),
    Condition("window", "April 1923: nothing yet settled", "197"),
    Condition("window", "Mid-1928 to January 1929: no full majority at the summit", "278"),
    Condition("window", "1934: the last body that could replace the leader", "321"),
    Condition("floor", "Every revolution so far has called forth a reaction", "215"),
    Condition("floor", "Scarcity with sharp antagonisms needs officials who settle them", "199"),
)  # fmt: skip

READING = (
    "The book's answer is no (p. 7, 369, 370), and it makes the answer depend on conditions. It gives no closed "
    "list and does not speak of necessary and sufficient conditions: the parts in this table are the model's reading."
)
STAGES = (
    "The book closes the process at several dates, kept here as stages and not merged: January 1925 (p. 233), "
    "November 1927 (p. 264), the end of 1938 (p. 351), August 1940 (p. 363)."
)
