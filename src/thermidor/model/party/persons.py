"""The persons: where the record puts each of its eighty leaders, and our reading of their traits."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.model.names import CIRCLES, LEADERS

# leader: (world revolution, industrialisation, party democracy, peasantry, nationalities, tolerance),
#         (prestige, popularity, command, skill, caution, frailty), circles
PERSONS: dict[str, tuple[tuple[float, ...], tuple[float, ...], dict[str, float]]] = {
    "lenin": ((0.88, 0.07, 0.13, 0.3, 0.95, -0.1), (0.95, 0.9, 0.5, 1, 0.2, 1), {}),
    "trotsky": ((0.93, 0.8, 0.53, 0.25, 0.45, 0.5), (0.72, 0.85, 0.95, 0.7, 0.85, 1.3), {"left": 1, "army": 0.6}),
    "stalin": ((-0.65, 0, -0.7, 0.1, -0.9, -0.3), (0.3, 0.1, 0.2, 0.95, 0.7, 0.8), {"secretary": 1}),
    "zinoviev": ((0.6, 0.4, -0.5, -0.3, -0.5, -0.8), (0.55, 0.45, 0.1, 0.6, 0.6, 1), {"leningrad": 1}),
    "kamenev": ((-0.3, 0.3, 0, -0.3, 0.2, -0.8), (0.48, 0.3, 0.1, 0.5, 0.8, 1), {"leningrad": 0.85}),
    "bukharin": ((0.65, -0.8, 0.2, 0.9, 0.2, -0.5), (0.42, 0.4, 0.05, 0.25, 0.7, 1), {"right": 1}),
    "rykov": ((0, 0, 0.4, 0, 0.3, -0.4), (0.35, 0.25, 0.05, 0.55, 0.6, 1), {"right": 0.85}),
    "tomsky": ((-0.5, 0, 0, 0, 0, -0.4), (0.3, 0.35, 0.02, 0.5, 0.6, 1), {"right": 0.8}),
    "sverdlov": ((0, 0, 0.5, 0, 0, 0), (0.45, 0.2, 0.1, 0.95, 0.5, 6), {}),
    "dzerzhinsky": ((0, -0.5, -0.4, 0, -0.7, -0.25), (0.35, 0.25, 0.1, 0.8, 0.5, 3.5), {"secretary": 0.4, "police": 0.9}),
    "molotov": ((0, 0, -0.9, 0, -0.8, 0), (0.12, 0.02, 0.02, 0.8, 0.7, 0.7), {"secretary": 0.95}),
    "kaganovich": ((0, 0, 0, 0, 0, 0), (0.05, 0.02, 0.02, 0.85, 0.6, 0.7), {"secretary": 0.95}),
    "kuibyshev": ((0, 0, -0.9, 0, 0, 0), (0.12, 0.03, 0.05, 0.7, 0.7, 1.6), {"secretary": 0.85}),
    "ordzhonikidze": ((0, 0, 0, 0, -1, 0), (0.2, 0.1, 0.15, 0.6, 0.4, 2), {"secretary": 0.75}),
    "voroshilov": ((0, 0, -0.8, 0, -0.3, 0), (0.12, 0.1, 0.3, 0.4, 0.7, 0.7), {"secretary": 0.85, "army": 0.4}),
    "kirov": ((0, 0, -0.8, 0, 0, 0), (0.1, 0.1, 0.03, 0.7, 0.9, 1), {"secretary": 0.7}),
    "kalinin": ((0, 0, 0, 0.4, 0, -0.5), (0.25, 0.3, 0.05, 0.3, 0.9, 1), {"secretary": 0.4, "right": 0.2}),
    "mikoyan": ((0, 0, 0, 0, 0, 0), (0.08, 0.03, 0.02, 0.6, 0.8, 0.7), {"secretary": 0.85}),
    "preobrazhensky": ((0, 0.9, 0.83, -0.4, 0, 0.8), (0.3, 0.1, 0.02, 0.45, 0.3, 1), {"left": 0.8}),
    "piatakov": ((0.8, 0.9, 0.7, 0, 0, 0.6), (0.3, 0.15, 0.1, 0.7, 0.5, 1), {"left": 0.75}),
    "radek": ((0.53, 0, 0.7, 0, 0, 0.6), (0.3, 0.25, 0.03, 0.2, 0.4, 1), {"left": 0.7}),
    "rakovsky": ((0, 0, 0, 0, 0.9, 0), (0.35, 0.15, 0.1, 0.5, 0.4, 1), {"left": 0.9}),
    "smilga": ((0, 0, 0.8, 0, 0, 0), (0.25, 0.05, 0.25, 0.5, 0.4, 1), {"left": 0.7, "army": 0.3}),
    "krestinsky": ((0, 0.4, 0, 0, 0, 0), (0.25, 0.03, 0.02, 0.6, 0.7, 1), {"left": 0.4}),
    "serebryakov": ((0, 0, 0.8, 0, 0, 0), (0.2, 0.05, 0.1, 0.5, 0.6, 1), {"left": 0.75}),
    "sokolnikov": ((0, -0.3, 0.4, 0.3, 0, 0), (0.28, 0.1, 0.1, 0.5, 0.6, 1), {"leningrad": 0.4, "right": 0.3}),
    "krupskaya": ((0, 0, 0.75, -0.2, 0, 0.8), (0.3, 0.4, 0.02, 0.3, 0.8, 1), {"leningrad": 0.4}),
    "rudzutak": ((0, 0, 0, 0, 0, 0), (0.2, 0.1, 0.02, 0.5, 0.7, 1), {"secretary": 0.6}),
    "andreev": ((0, 0, -0.9, 0, 0, 0), (0.12, 0.05, 0, 0.5, 0.7, 1), {"secretary": 0.75}),
    "uglanov": ((0, 0, -1, 0, 0, -1), (0.1, 0.04, 0.02, 0.55, 0.5, 1), {"right": 0.8, "secretary": 0.3}),
    "frunze": ((0, 0, 0, 0, 0, 0), (0.22, 0.15, 0.45, 0.6, 0.5, 4), {"leningrad": 0.3, "army": 0.7}),
    "sklyansky": ((0, 0, 0, 0, 0, 0), (0.12, 0.02, 0.3, 0.7, 0.6, 3), {"left": 0.6, "army": 0.8}),
    "antonov-ovseenko": ((0, 0, 0.7, 0, 0, 0.5), (0.25, 0.25, 0.4, 0.4, 0.3, 1), {"left": 0.8, "army": 0.6}),
    "smirnov-ivan": ((0, 0, 0.8, 0, 0, 0), (0.25, 0.15, 0.3, 0.5, 0.4, 1), {"left": 0.85, "army": 0.3}),
    "smirnov-vladimir": ((0, 0, 0.9, 0, 0, 0), (0.2, 0.05, 0.05, 0.4, 0.2, 1), {"centralists": 1, "left": 0.5}),
    "sapronov": ((0, 0, 0.9, 0, 0, 0), (0.22, 0.08, 0.02, 0.4, 0.2, 1), {"centralists": 1, "left": 0.5}),
    "shlyapnikov": ((0, 0, 0.7, 0, 0, 0.6), (0.28, 0.25, 0.05, 0.4, 0.3, 1), {"workers": 1}),
    "medvedev-sergei": ((0, 0, 0.9, 0, 0, 0), (0.12, 0.08, 0.02, 0.3, 0.3, 1), {"workers": 0.9}),
    "muralov": ((0, 0, 0.7, 0, 0, 0), (0.22, 0.2, 0.4, 0.5, 0.4, 1), {"left": 0.85, "army": 0.6}),
    "mrachkovsky": ((0, 0, 0, 0, 0, 0.6), (0.15, 0.05, 0.2, 0.4, 0.3, 1), {"left": 0.85, "army": 0.2}),
    "sosnovsky": ((0, 0, 0.7, 0, 0, 0), (0.18, 0.2, 0, 0.3, 0.3, 1), {"left": 0.85}),
    "joffe-adolf": ((-0.2, 0, 0, 0, 0, 0), (0.25, 0.08, 0.02, 0.4, 0.5, 3), {"left": 0.85}),
    "evdokimov-grigory": ((0, 0, 0.5, 0, 0, 0), (0.18, 0.12, 0.1, 0.4, 0.5, 1), {"leningrad": 0.9}),
    "lashevich": ((0.5, 0, 0.5, 0, 0, 0), (0.2, 0.1, 0.3, 0.4, 0.5, 2), {"leningrad": 0.8, "army": 0.3}),
    "bakaev": ((0, 0, 0.5, 0, 0, 0), (0.12, 0.05, 0.05, 0.4, 0.5, 1), {"leningrad": 0.85}),
    "kollontai": ((0.8, 0, 0, 0, 0, -0.4), (0.3, 0.35, 0.02, 0.3, 0.6, 0.7), {"workers": 0.7}),
    "lunacharsky": ((0, 0, 0, 0, 0, 0.4), (0.25, 0.35, 0, 0.2, 0.7, 1.5), {}),
    "nogin": ((0, 0, 0.6, 0, 0, 0), (0.25, 0.15, 0.02, 0.4, 0.6, 3), {}),
    "milyutin": ((0, 0, 0.6, 0, 0, 0), (0.2, 0.08, 0, 0.4, 0.6, 1), {}),
    "riazanov": ((-0.2, 0, 0.8, 0, 0, 0), (0.22, 0.1, 0, 0.2, 0.2, 1), {"left": 0.3}),
    "lozovsky": ((0, 0, 0.6, 0, -0.4, 0), (0.15, 0.1, 0, 0.4, 0.8, 1), {"secretary": 0.5}),
    "krylenko": ((0, 0, 0.8, 0, 0, 0.2), (0.2, 0.15, 0.2, 0.4, 0.6, 1), {}),
    "petrovsky-grigory": ((0, 0, 0, 0, 0.3, -0.8), (0.2, 0.15, 0.02, 0.4, 0.8, 1), {"secretary": 0.4}),
    "mdivani": ((0, 0, 0, 0, 0.8, 0), (0.1, 0.05, 0, 0.3, 0.3, 1), {"left": 0.4}),
    "myasnikov": ((0, 0, 0.9, 0, 0, 0), (0.08, 0.1, 0, 0.2, 0.05, 1), {"workers": 0.7}),
    "lominadze": ((0, 0, 0, 0, 0, 0), (0.06, 0.03, 0, 0.4, 0.4, 1), {"secretary": 0.6}),
    "syrtsov": ((0, 0, 0, 0, 0, 0), (0.06, 0.02, 0, 0.5, 0.5, 1), {"secretary": 0.6}),
    "riutin": ((0, 0, -1, 0, 0, 0), (0.06, 0.04, 0.02, 0.4, 0.2, 1), {"right": 0.7}),
    "kosior-stanislav": ((0, 0, 0, 0, 0, 0), (0.1, 0.04, 0, 0.5, 0.8, 1), {"secretary": 0.7}),
    "postyshev": ((0, 0, 0, 0, 0, 0), (0.08, 0.05, 0.05, 0.5, 0.6, 1), {"secretary": 0.75}),
    "chubar": ((0, 0, 0, 0, 0, 0), (0.08, 0.04, 0, 0.5, 0.8, 1), {"secretary": 0.6}),
    "eikhe": ((0, 0, 0, 0, 0, 0), (0.06, 0.02, 0, 0.6, 0.7, 1), {"secretary": 0.75}),
    "zhdanov": ((0, 0, 0, 0, 0, 0), (0.05, 0.02, 0, 0.6, 0.7, 1.6), {"secretary": 0.9}),
    "malenkov": ((0, 0, 0, 0, 0, 0), (0.02, 0.01, 0, 0.75, 0.7, 0.7), {"secretary": 0.95}),
    "yaroslavsky": ((0, 0, 0, 0, 0, 0), (0.18, 0.05, 0.02, 0.4, 0.8, 1), {"secretary": 0.7}),
    "menzhinsky": ((0, 0, 0, 0, 0, 0), (0.12, 0.02, 0.02, 0.6, 0.7, 3), {"secretary": 0.6, "police": 0.9}),
    "yagoda": ((0, 0, 0, 0, 0, -0.9), (0.06, 0.01, 0.02, 0.6, 0.6, 1), {"secretary": 0.7, "police": 0.9, "right": 0.2}),
    "yezhov": ((0, 0, 0, 0, 0, 0), (0.02, 0.01, 0, 0.6, 0.5, 1), {"secretary": 0.95, "police": 0.5}),
    "beria": ((0, 0, 0, 0, 0, 0), (0.02, 0.01, 0, 0.7, 0.5, 0.7), {"secretary": 0.9, "police": 0.8}),
    "mekhlis": ((0, 0, 0, 0, 0, 0), (0.03, 0.01, 0.02, 0.5, 0.5, 1), {"secretary": 0.95}),
    "vyshinsky": ((0, 0, 0, 0, 0, 0), (0.02, 0.01, 0, 0.5, 0.9, 0.7), {"secretary": 0.8}),
    "yenukidze": ((0, 0, 0, 0, 0, 0), (0.18, 0.05, 0, 0.5, 0.8, 1), {"secretary": 0.6}),
    "tukhachevsky": ((0.9, 0, 0, 0, 0, 0), (0.08, 0.15, 0.6, 0.5, 0.5, 1), {"army": 1}),
    "budyonny": ((0, 0, 0, 0, 0, -0.4), (0.06, 0.3, 0.4, 0.2, 0.8, 0.5), {"secretary": 0.8, "army": 0.5}),
    "egorov": ((0, 0, 0, 0, 0, 0), (0.04, 0.03, 0.35, 0.4, 0.8, 1), {"secretary": 0.7, "army": 0.5}),
    "blucher": ((0, 0, 0, 0, 0, 0), (0.06, 0.12, 0.45, 0.5, 0.7, 1), {"army": 0.7}),
    "gamarnik": ((0, 0, 0, 0, 0, 0), (0.08, 0.03, 0.25, 0.5, 0.7, 1), {"army": 0.8, "secretary": 0.3}),
    "yakir": ((0, 0, 0, 0, 0, 0), (0.06, 0.05, 0.4, 0.5, 0.6, 1), {"army": 0.9}),
    "skrypnik": ((0, 0, 0, 0, 0, 0), (0.2, 0.08, 0.02, 0.5, 0.5, 1), {"secretary": 0.45}),
    "piatnitsky": ((0, 0, 0, 0, 0, 0), (0.18, 0.02, 0, 0.7, 0.8, 1), {"secretary": 0.3}),
}
"""In the order of `LEADERS`; positions are the mean of those that the record dates before
1926, else the one of that year, else 0: what is first known of a man ten years later says little of 1917."""

TRAITS = ("prestige", "popularity", "command", "skill", "caution", "frailty")


def trait(name: str) -> list[float]:
    """One trait of all leaders, in their order.

    Args:
        name: one of `TRAITS`.

    Returns:
        A number for each leader.

    Example:
        >>> trait("prestige")[0]
        0.95
    """
    k = TRAITS.index(name)
    return [float(PERSONS[i][1][k]) for i in LEADERS]


def positions() -> list[tuple[float, ...]]:
    """Positions of all leaders on the axes of opinion at the start."""
    return [tuple(float(x) for x in PERSONS[i][0]) for i in LEADERS]


def circles() -> list[list[float]]:
    """How far each leader belongs to each circle."""
    return [[float(PERSONS[i][2].get(c, 0.0)) for c in CIRCLES] for i in LEADERS]


def tie(one: Array, circle: Array) -> Array:
    """Personal loyalty of each leader to one of them.

    Args:
        one: (leader), 1 for him, 0 for the others; all 0 gives no tie.
        circle: (leader, circle), how far each belongs to each circle.

    Returns:
        (leader), 0 to 1.

    Example:
        >>> a = jnp.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
        >>> [float(x) for x in tie(jnp.array([1.0, 0.0, 0.0]), a)]
        [1.0, 0.5, 0.0]
    """
    return jnp.minimum(circle @ (one @ circle), 1.0)


def best(score: Array, places: Array, steps: int = 8) -> Array:
    """Give a number of places to the highest scores.

    Args:
        score: (leader), 0 to 1.
        places: how many places there are.
        steps: halvings of the interval in which the threshold is sought.

    Returns:
        (leader), 1 for those who get a place; ties share the last one or lose it.

    Example:
        >>> [float(x) for x in best(jnp.array([0.9, 0.1, 0.5]), jnp.asarray(2.0))]
        [1.0, 0.0, 1.0]
    """
    low, high = jnp.zeros_like(places), jnp.ones_like(places)
    for _ in range(steps):
        middle = 0.5 * (low + high)
        many = jnp.sum(score > middle) > places
        low, high = jnp.where(many, middle, low), jnp.where(many, high, middle)
    return (score > high).astype(jnp.float32)
