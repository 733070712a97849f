"""Emission, prices and the scissors between town and village."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import (
    System,
    choice,
    flow,
    here,
    observable,
    parameter,
    rule,
    variable,
)
from thermidor.engine.month import Month

PRICES = "Katzenellenbaum 1925; Davies, Harrison and Wheatcroft 1994"


class Money(System):
    """State of money and prices."""

    circulation: Array = variable("million roubles", "notes in circulation", quantity="money",
        start=parameter(9100, "million roubles", 8500, 9700, book=("money.r01",)), typical=(1e3, 1e6))
    log_price: Array = variable("log, 1913 = 0", "logarithm of the price level", low=-1.0, high=40.0,
        start=parameter(1.15, "log", 1.0, 1.3, publication=PRICES), typical=(0.0, 12.0))
    price_level: Array = variable("1913 = 1", "price level", start=parameter(
        3.2, "1913 = 1", 2.7, 3.7, publication=PRICES), typical=(1.0, 1e5))
    growth: Array = variable("share a month", "growth of the notes in circulation", high=1.0,
        start=parameter(0.04, "share a month", 0.03, 0.06, publication=PRICES), typical=(0.0, 0.35))
    scissors: Array = variable("1913 = 1", "industrial over agricultural prices", start=parameter(
        1.3, "1913 = 1", 1.0, 1.6, assumption="goods were dear in the war"), typical=(0.5, 4.0))
    reformed: Array = variable("flag", "a stable currency has been issued", high=1.0, start=0.0)


EMISSION = flow("money.emission", "money", "border:press", "money.circulation", "million roubles", "notes printed",
                book=("money.r01",))
RETIRED = flow("money.retired", "money", "money.circulation", "border:withdrawn", "million roubles",
               "old notes withdrawn", publication=PRICES)
ISSUED = flow("money.issued", "money", "border:bank", "money.circulation", "million roubles", "new currency issued",
              publication=PRICES)

CURRENCY_REFORM = choice("money.currency_reform", "a stable currency replaces the old notes",
                         kind="decision", publication=PRICES)


@rule("money.r01", "money.r02", "money.r05",
      reads=dict(soldiers="great_war.soldiers", red="army.red", officials="classes.officials",
                 method="procurement.method", output="industry.output", fast="organs.line_industry",
                 war="civil_war.intensity", workers="classes.workers", power="soviets.power"),
      parameters=dict(man=parameter(50.0, "1913 roubles a month", 30, 70, assumption="upkeep of a soldier"),
                      desk=parameter(22.0, "1913 roubles a month", 12, 35, assumption="pay of an official"),
                      works=parameter(18.0, "1913 roubles a month", 8, 30,
                                      assumption="wages of works that the state runs without sales"),
                      tax=parameter(1.9, "million 1913 roubles a month a point", 1.2, 2.6,
                                    publication="indirect taxes and state property, about 2.3 milliard in 1913"),
                      trade=parameter(0.05, "share", 0.0, 0.3, assumption="tax where trade is banned"),
                      plan=parameter(190.0, "million 1913 roubles a month", 60, 320, book=("money.r11",),
                                     assumption="building beyond means")),
      neutral=0.0, signs=dict(soldiers=+1, red=+1, officials=+1, output=-1, fast=+1),
      unit="million 1913 roubles")
def state_spends_more_than_it_takes(soldiers, red, officials, method, output, fast, war, workers, power, man,
                                    desk, works, tax, trade, plan):
    """Armies, offices and building sites cost; taxes come only where there is trade and work."""
    base = jnp.where(jnp.abs(method - 1) < 1 / 2, trade, 1.0) * (1 - war)
    spending = (soldiers + red) * man / 1e6 + officials * desk / 1e6 + plan * jnp.clip(fast, 0, 1)
    spending = spending + works * workers / 1e6 * power * jnp.where(method > 1 + 1 / 2, 0.0, 1.0)
    return jnp.maximum(spending - tax * output * base, 0)


@rule("money.r01", "money.r11",
      reads=dict(notes="money.circulation", level="money.price_level", deficit=here(0.0, 400.0, "deficit"),
                 reformed="money.reformed"),
      parameters=dict(most=parameter(0.42, "a month", 0.22, 0.65, publication=PRICES),
                      half=parameter(0.25, "share of real balances", 0.1, 0.7,
                                     assumption="presses and flight from money limit emission"),
                      rule_of_bank=parameter(0.6, "share", 0.3, 0.9, assumption="credit plan of the bank")),
      neutral=0.0, signs=dict(deficit=+1, reformed=-1), unit="share a month")
def presses_cover_the_deficit(notes, level, deficit, reformed, most, half, rule_of_bank):
    """The gap is printed; the less the notes are worth the faster the presses run."""
    x = deficit / jnp.maximum(notes / jnp.maximum(level, 1e-6), 1e-3)
    return most * x / (x + half) * (1 - rule_of_bank * reformed)


@rule("money.r01", "money.r04",
      reads=dict(notes="now:money.circulation", growth="money.growth", crop="countryside.crop",
                 output="industry.output"),
      parameters=dict(before=parameter(2600, "million roubles", 1600, 3500,
                                       publication="notes and coin of 1914, hoards of war set aside"),
                      normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      flight=parameter(11.0, "log a growth rate", 5.0, 16.0,
                                       publication="Cagan 1956: flight from money"),
                      field=parameter(0.5, "share of trade", 0.3, 0.7, assumption="half farm, half factory")),
      neutral=1.15, signs=dict(notes=+1, growth=+1, crop=-1, output=-1), unit="log")
def prices_follow_notes_and_goods(notes, growth, crop, output, before, normal_crop, flight, field):
    """Prices follow notes over goods, and run ahead of them when notes are fled."""
    trade = field * crop.sum() / normal_crop + (1 - field) * output / 100
    return jnp.log(jnp.maximum(notes, 1) / before) - jnp.log(jnp.maximum(trade, 1 / 12)) + flight * growth


@rule("industry.r05", "money.r05", "money.r06", "industry.r16",
      reads=dict(output="industry.output", crop="countryside.crop", hunger="supply.hunger_towns",
                 villages="supply.hunger", method="procurement.method", policy="industry.policy"),
      parameters=dict(normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      elasticity=parameter(0.95, "1", 0.5, 1.3, assumption="wide"),
                      monopoly=parameter(0.60, "share", 0.1, 1.0, assumption="trusts' prices of 1923"),
                      famine=parameter(1.7, "1", 0.7, 4.0, assumption="hungry towns pay any price for bread"),
                      ordered=parameter(0.6, "share of the gap", 0.3, 0.8, assumption="price cuts of 1923-24"),
                      patient=parameter(0.75, "share of the gap", 0.4, 0.9, book=("industry.r16"),
                                        assumption="cheap goods by plan")),
      neutral=1.0, signs=dict(output=-1, crop=+1, hunger=-1), unit="1913 = 1")
def scissors_open(output, crop, hunger, villages, method, policy, normal_crop, elasticity,
                  monopoly, famine, ordered, patient):
    """The scissors open as farms recover before factories, and a monopoly sets its prices; a policy closes them."""
    field = crop.sum() / normal_crop
    ratio = (field / jnp.maximum(output / 100, 1 / 12)) ** elasticity
    market = jnp.where(method > 1, 1.0, 0.0)
    free = ratio * (1 + monopoly * market) * jnp.exp(-famine * (hunger + villages.mean()))
    closed = jnp.where(policy > 1, patient, jnp.where(policy > 0, ordered, 0.0)) * market
    return free - closed * jnp.maximum(free - 1, 0)


@rule("money.r05", reads=dict(level="money.price_level",
      method="procurement.method", war="civil_war.intensity", front="great_war.front",
      deficit=here(0.0, 200.0, "deficit")),
      parameters=dict(rate=parameter(0.07, "a month", 0.02, 0.2, assumption="about a year's preparation"),
                      worthless=parameter(50.0, "1913 = 1", 10, 200, assumption="old notes hardly accepted"),
                      bearable=parameter(30.0, "million 1913 roubles a month", 10, 100,
                                         assumption="deficit that a young currency bears")),
      neutral=0.0, signs=dict(deficit=-1, war=-1, level=+1), unit="probability a month")
def sound_money_after_war(level, method, war, front, deficit, rate, worthless, bearable):
    """With trade free, armies sent home and taxes coming in, a stable currency can be issued."""
    ready = jnp.where(jnp.abs(method - 1) > 1 / 2, 1.0, 0.0) * level / (level + worthless)
    return rate * ready * (1 - war) * (1 - front) * bearable / (bearable + deficit)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    last = m.last
    notes = last("money.circulation")
    deficit = m.rule(state_spends_more_than_it_takes)
    rate = m.rule(presses_cover_the_deficit, deficit=deficit)
    growth = last("money.growth")
    m.flow(EMISSION, rate * notes)
    reform = m.choose(CURRENCY_REFORM, m.rule(sound_money_after_war, deficit=deficit)
                      * jnp.where(last("money.reformed") > 0, 0.0, 1.0))
    m.set("reformed", jnp.maximum(last("money.reformed"), reform))
    fresh = m.rule(new_currency_needed)
    m.flow(RETIRED, jnp.where(reform > 0, m.now("money.circulation"), 0.0))
    m.flow(ISSUED, jnp.where(reform > 0, fresh, 0.0))
    m.set("growth", jnp.where(reform > 0, 0.0, growth + (rate - growth) / 6))
    log = last("money.log_price")
    log = jnp.where(reform > 0, m.rule(prices_in_new_roubles),
                    log + (m.rule(prices_follow_notes_and_goods) - log) / 5)
    log = m.set("log_price", log)
    m.set("price_level", jnp.exp(log))
    scissors = last("money.scissors")
    m.set("scissors", scissors + (m.rule(scissors_open) - scissors) / 5)


@rule("money.r05", reads=dict(output="industry.output", crop="countryside.crop"),
      parameters=dict(before="money.prices_follow_notes_and_goods.before",
                      normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      field="money.prices_follow_notes_and_goods.field",
                      level="money.prices_in_new_roubles.level"),
      neutral=1200.0, signs=dict(output=+1, crop=+1), unit="million roubles")
def new_currency_needed(output, crop, before, normal_crop, field, level):
    """As many new notes as trade at the new prices needs."""
    return before * (field * crop.sum() / normal_crop + (1 - field) * output / 100) * jnp.exp(level)


@rule("money.r05", reads=dict(scissors="money.scissors"),
      parameters=dict(level=parameter(0.5, "log", 0.3, 0.7, publication="prices of 1924 about 1.7 times 1913"),
                      dear=parameter(0.05, "log", 0.0, 0.1, assumption="dear manufactures weigh in the level")),
      neutral=0.5, signs=dict(scissors=+1), unit="log")
def prices_in_new_roubles(scissors, level, dear):
    """The new rouble starts near the old gold prices."""
    return level + dear * (scissors - 1)


@observable("prices.scissors", "1913 = 1", "industrial over agricultural prices", system="money",
            book=("money.r05",))
def _scissors(w, flows):
    return w.money.scissors


@observable("prices.level", "1913 = 1", "price level", system="money", book=("money.r01",))
def _level(w, flows):
    return w.money.price_level


@observable("money.circulation", "million roubles", "Notes in circulation", system="money", book=("money.r01",))
def _circulation(w, flows):
    return w.money.circulation
