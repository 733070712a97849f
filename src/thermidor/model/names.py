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
    "sokolnikov", "krupskaya", "rudzutak", "andreev", "uglanov", "frunze", "sklyansky",
    "antonov-ovseenko", "smirnov-ivan", "sapronov", "shlyapnikov", "sosnovsky", "evdokimov-grigory",
    "kollontai", "nogin", "milyutin", "mdivani", "riutin", "yaroslavsky", "yagoda", "yezhov",
    "kosior-stanislav", "zhdanov", "tukhachevsky", "egorov", "blucher", "gamarnik", "yakir",
))
"""Ids of the record: of its eighty leaders those who decide as persons; the others are in the posts, seats,
cells and commands that the model counts."""

CIRCLES = dimension("circle", (
    "abroad", "caucasus", "petersburg", "moscow", "urals", "nashe_slovo", "left_of_1915", "unions",
))
"""Circles of personal loyalty from before 1917: who lived, worked, wrote or led unions together."""

ORGANISATIONS = dimension("organisation", (
    "moscow", "petrograd", "ukraine", "transcaucasia", "urals_siberia", "russia", "east",
))
"""The party in the regions; the first four are the fiefs that the book names."""

ORIGINS = dimension("origin", ("worker", "peasant", "other"))
"""Classes from which candidates come, as the rules of probation tell them apart."""

MILIEUS = dimension("milieu", ("factories", "offices", "army", "students", "villages"))
"""Where the cells are."""

DOCUMENTS = dimension("document", ("testament", "georgian_note", "declaration", "platform"))
"""Texts on which a vote turned, or would have."""

READERS = dimension("reader", ("secretariat", "politburo", "committee", "delegates", "members"))
"""Circles of readers, from the narrowest."""

COHORTS = dimension("cohort", (
    "underground", "of_1917", "civil_war", "early_nep", "levy", "plan", "after_reopening",
))
"""Entry into the party: before 1917, in 1917, 1918-20, 1921-23, 1924-28, 1929-33, after 1936."""

WAR_OUTCOMES = ("undecided", "red_victory", "soviets_beaten")
"""How the civil war stands; the order gives the codes."""

METHODS = ("purchase", "requisition", "market", "quota")
"""How the state gets grain: war purchase, requisition, tax and market, quota; the order gives the codes."""

RISING_OUTCOMES = ("none", "defeat", "victory")
"""What comes of a rising or a blow; the order gives the codes."""

AXES = dimension("axis", (
    "world_revolution", "industrialisation", "party_democracy", "peasantry", "nationalities",
    "opposition_tolerance",
))
"""Axes of opinion, each from -1 to +1, as in the record of the leaders."""
