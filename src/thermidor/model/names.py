"""The axes of the model: regions, countries, leaders, cohorts and axes of opinion."""

from thermidor.engine.declare import dimension

REGIONS = dimension("region", (
    "moscow", "petrograd", "central_industrial", "black_earth", "north", "volga", "urals", "siberia",
    "far_east", "don_caucasus", "ukraine", "belorussia", "georgia", "azerbaijan_armenia",
    "turkestan", "kazakhstan",
))

COUNTRIES = dimension("country", (
    "germany", "austria", "hungary", "italy", "france", "britain", "poland", "finland", "bulgaria",
    "china", "spain", "usa",
))

LEADERS = dimension("leader", (
    "lenin", "trotsky", "stalin", "zinoviev", "kamenev", "bukharin", "rykov", "tomsky", "sverdlov",
    "dzerzhinsky", "molotov", "kaganovich", "kuibyshev", "ordzhonikidze", "voroshilov", "kirov",
    "kalinin", "mikoyan", "preobrazhensky", "piatakov", "radek", "rakovsky", "smilga", "krestinsky",
))
"""Ids of the record: the leaders on whom the argument of the book turns."""

COHORTS = dimension("cohort", (
    "underground", "of_1917", "civil_war", "early_nep", "levy", "plan", "after_reopening",
))
"""Entry into the party: before 1917, in 1917, 1918-20, 1921-23, 1924-28, 1929-33, after 1936."""

AXES = dimension("axis", (
    "world_revolution", "industrialisation", "party_democracy", "peasantry", "nationalities",
    "opposition_tolerance",
))
"""Axes of opinion, each from -1 to +1, as in the record of the leaders."""
