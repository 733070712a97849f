"""The book's own theory: isolation, ruin and a caste made the counter-revolution in the revolution."""

from thermidor.engine.theory import Theory
from thermidor.model.outside import OUTSIDE
from thermidor.model.phases import PHASES

LEQUENNE = Theory(
    "lequenne",
    PHASES,
    outside=OUTSIDE,
    axes=(
        "region",
        "country",
        "leader",
        "circle",
        "organisation",
        "origin",
        "milieu",
        "document",
        "reader",
        "cohort",
        "axis",
    ),
    title={
        "en": "The book's: a counter-revolution inside the revolution",
        "fr": "Celle du livre : une contre-révolution au sein de la révolution",
    },
    summary={
        "en": "Isolation, ruin and the loss of its active workers gave the revolution to a caste; "
        "accidents and acts decided when and how.",
        "fr": "L’isolement, la ruine et la perte de ses ouvriers actifs livrèrent la révolution à une caste ; "
        "hasards et actes décidèrent quand et comment.",
    },
)
