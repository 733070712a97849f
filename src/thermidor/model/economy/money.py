"""Emission, prices and the scissors between town and village."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from thermidor.engine.declare import System, choice, flow, here, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.economy.industry import POLICIES
from thermidor.model.names import METHODS
from thermidor.model.nature import HALF, MILLION, NEGLIGIBLE, PER_CENT, is_code, square

PRICES = ("Katzenellenbaum, Russian Currency and Banking 1914-1924, London 1925; Davies, Harrison and Wheatcroft, The "
          "Economic Transformation of the Soviet Union 1913-1945, Cambridge 1994")


class Money(System):
    """State of money and prices."""

    circulation: Array = variable("million roubles", "notes in circulation", quantity="money",
        start=parameter(9100, "million roubles", 8500, 9700, book=("money.r01",)), typical=(1e3, 1e6),
        gives="money.circulation", book=("money.r01",))
    log_price: Array = variable("log, 1913 = 0", "logarithm of the price level", low=-1.0, high=40.0,
        start=parameter(1.15, "log", 1.0, 1.3, publication=PRICES), typical=(0.0, 12.0))
    price_level: Array = variable("1913 = 1", "price level", start=parameter(
        3.2, "1913 = 1", 2.7, 3.7, publication=PRICES), typical=(1.0, 1e5),
        gives="prices.level", book=("money.r01",))
    growth: Array = variable("share a month", "growth of the notes in circulation", high=1.0,
        start=parameter(0.04, "share a month", 0.03, 0.06, publication=PRICES), typical=(0.0, 0.35))
    scissors: Array = variable("1913 = 1", "industrial over agricultural prices", start=parameter(
        1.3, "1913 = 1", 1.0, 1.6, assumption="goods were three tenths dearer than bread against 1913 in the winter of "
                "1916-17, by fixed prices of grain; even, or six tenths"), typical=(0.5, 4.0),
        gives="prices.scissors", book=("money.r05",))
    trusts: Array = variable("index 0-1", "trusts that hold their goods for a price", high=1.0, start=0.3, book=("money.r06",))
    untaxed: Array = variable("share", "taxes given up and not set up again", high=1.0, start=0.0, book=("money.r05",))
    reformed: Array = variable("flag", "a stable currency has been issued", high=1.0, start=0.0)


EMISSION = flow("money.emission", "money", "border:press", "money.circulation", "million roubles", "notes printed",
                book=("money.r01",))
RETIRED = flow("money.retired", "money", "money.circulation", "border:withdrawn", "million roubles",
               "old notes withdrawn, loans called in", publication=PRICES)
ISSUED = flow("money.issued", "money", "border:bank", "money.circulation", "million roubles", "new currency issued",
              publication=PRICES)

CURRENCY_REFORM = choice("money.currency_reform", "a stable currency replaces the old notes",
                         kind="decision", publication=PRICES)


MONTHS_TO_TAX = parameter(15, "months", 9, 24, assumption="taxes given up under war communism were set up anew one by one "
                          "within two to three years, the greater part in the second; nine months where old offices "
                          "have lasted, two years where lists and collectors are gone")
MONTHS_TO_SYNDICATE = parameter(12, "months", 6, 20, assumption="syndicates of the trusts came to set prices within a year of getting credit; "
                                "chosen with the month of the peak of 1923 in view")
MONTHS_OF_SCISSORS = parameter(5, "months", 3, 10, assumption="prices of trusts are set by the quarter and of grain by the "
                               "market: between a quarter and a harvest year the gap answers")


@rule("money.r02", "foreign_trade.r01",
      reads=dict(soldiers="great_war.soldiers", red="army.red", officials="classes.officials",
                 workers="classes.workers", method="procurement.method",
                 power="soviets.power", annulled="foreign_trade.annulled"),
      parameters=dict(man=parameter(50.0, "1913 roubles a month", 30, 70, assumption="fifty roubles of 1913 a month "
                                    "for bread, cloth, carts and arms of a soldier in war, twice his upkeep in the "
                                    "peace budget; three to seven fifths of it"),
                      desk=parameter(22.0, "1913 roubles a month", 12, 35, assumption="twenty-two roubles a month, the "
                                     "wage of a worker in 1913 with little more for the desk; half of it or half as "
                                     "much again"),
                      works=parameter(18.0, "1913 roubles a month", 8, 30,
                                      assumption="eighteen roubles a month for a worker of a works that the state runs "
                                      "without sales, four fifths of the wage of 1913; a third or a third more than "
                                      "that wage"),
                      interest=parameter(10.0, "million 1913 roubles a month", 5.0, 25.0, assumption="a quarter of the interest on the debts of "
                                         "the old order was still paid in 1917, the rest put off; an eighth, or half")),
      neutral=0.0, signs=dict(soldiers=+1, red=+1, officials=+1, workers=+1, power=+1, annulled=-1),
      unit="million 1913 roubles")
def armies_offices_and_works_cost(soldiers, red, officials, workers, method, power, annulled, man, desk, works,
                                  interest):
    """Armies, offices and old debts cost, and works without sales as long as there is no market."""
    spending = (soldiers + red) * man / MILLION + officials * desk / MILLION + interest * (1 - annulled)
    unsold = jnp.where(method > METHODS.index("requisition"), 0.0, 1.0)
    return spending + works * workers / MILLION * power * unsold


@rule("money.r03",
      reads=dict(output="industry.output", untaxed="money.untaxed", war="civil_war.intensity", strike="government.strike"),
      parameters=dict(empty=parameter(0.4, "share", 0.2, 0.7, assumption="a bank that refuses the government leaves two fifths of its "
                                      "income out of reach; a fifth where offices pay by themselves, most where none does"),
                      tax=parameter(1.9, "million 1913 roubles a month a point", 1.2, 2.6,
                                    publication="indirect taxes and state property, about 2.3 milliard in 1913")),
      neutral=0.0, signs=dict(output=+1, untaxed=-1, war=-1, strike=-1), unit="million 1913 roubles")
def taxes_come_from_trade_and_work(output, untaxed, war, strike, empty, tax):
    """Taxes come only where there is trade and work, and offices and a bank that do not refuse."""
    return tax * output * (1 - untaxed) * (1 - war) * (1 - empty * strike)


@rule(reads=dict(method="procurement.method"),
      parameters=dict(trade=parameter(0.05, "share", 0.0, 0.3, assumption="where trade is banned one part in twenty of "
                                      "what it would pay still comes in, by fees and confiscated goods; none or three "
                                      "tenths")),
      neutral=0.0, unit="share",
      assumption="a trade that is banned pays no tax")
def what_a_ban_on_trade_leaves_untaxed(method, trade):
    """A ban on trade leaves next to nothing to tax."""
    return (1 - trade) * is_code(method, METHODS, "requisition")


@rule("money.r01",
      reads=dict(spending=here(0.0, 700.0, "million 1913 roubles"), taxes=here(0.0, 500.0, "million 1913 roubles")),
      neutral=0.0, signs=dict(spending=+1, taxes=-1), unit="million 1913 roubles")
def state_spends_more_than_it_takes(spending, taxes):
    """What taxes do not pay is the deficit; what they bring beyond it is not hoarded."""
    return jnp.maximum(spending - taxes, 0)


@rule("money.r11", reads=dict(credit="planning.credit", product="planning.product"),
      parameters=dict(printed=parameter(0.6, "share", 0.3, 0.9, assumption="of what is built before anybody has saved it three fifths are notes, the rest loans "
                                        "subscribed by order")),
      neutral=0.0, signs=dict(credit=+1, product=+1), unit="million 1913 roubles")
def building_runs_ahead_of_saving(credit, product, printed):
    """Building for which nobody has given anything up yet is paid in new notes, whatever the taxes bring."""
    return printed * credit * product


@rule(reads=dict(level="money.price_level", method="procurement.method"),
      parameters=dict(half=parameter(1000.0, "1913 = 1", 300.0, 3000.0, assumption="a tenth of what a worker got came in kind "
                                     "when prices had risen a hundredfold, over nine tenths when they had risen ten "
                                     "thousandfold; half of it at about a thousandfold, or a third or thrice that"),
                      last=parameter(3e9, "1913 = 1", 3e8, 3e11, assumption="old notes were half of what circulated when prices "
                                     "had risen some thousand million times, in the autumn of 1923, and hardly anybody took "
                                     "them at sixty thousand million in March 1924; a tenth of that, or a hundred times, as "
                                     "marks were taken to a million million in November 1923")),
      neutral=0.0, signs=dict(level=+1), unit="share", publication="Strumilin, Zarabotnaia plata i proizvoditel'nost' truda v "
      "russkoi promyshlennosti za 1913-1922 gg., Moscow 1923; " + PRICES)
def who_takes_no_notes_is_paid_in_kind(level, method, half, last):
    """Where trade is banned the state pays in rations instead of notes that nobody takes; on a market those are taken for longer, not for ever."""
    banned = is_code(method, METHODS, "requisition") + is_code(method, METHODS, "quota")
    return banned * level / (level + half) + (1 - banned) * level / (level + last)


@rule(reads=dict(gap=here(0.0, 400.0, "million 1913 roubles"), kind=here(0.0, 1.0, "share paid in kind")),
      neutral="gap", signs=dict(gap=+1, kind=-1), unit="million 1913 roubles",
      assumption="what is paid in kind need not be printed")
def notes_pay_what_rations_do_not(gap, kind):
    """The presses have to find what is not paid in kind."""
    return gap * (1 - kind)


@rule("money.r01", "money.r11",
      reads=dict(notes="money.circulation", level="money.price_level", deficit=here(0.0, 400.0, "deficit"),
                 reformed="money.reformed"),
      parameters=dict(most=parameter(0.42, "a month", 0.22, 0.65, publication=PRICES),
                      half=parameter(0.25, "share of real balances", 0.1, 0.7,
                                     assumption="a deficit of a quarter of real balances a month puts the presses at "
                                     "half of what they can do: beyond it notes fall while they are printed; a tenth "
                                     "or seven"),
                      rule_of_bank=parameter(0.6, "share", 0.3, 0.9, assumption="a bank with cover to keep refuses "
                                             "three fifths of a deficit, the treasury notes beside it the rest; three "
                                             "or nine tenths"),
                      least=parameter(1e-3, "million 1913 roubles", 1e-4, 1e-2, assumption="notes worth a thousand roubles "
                                      "of 1913 in all are no money any more; ten times more or less, none has ever "
                                      "come so far; keeps the rate finite")),
      neutral=0.0, signs=dict(deficit=+1, reformed=-1), unit="share a month")
def presses_cover_the_deficit(notes, level, deficit, reformed, most, half, rule_of_bank, least):
    """The gap is printed; the less the notes are worth the faster the presses run."""
    gap = deficit / jnp.maximum(notes / jnp.maximum(level, NEGLIGIBLE), least)
    return most * gap / (gap + half) * (1 - rule_of_bank * reformed)


@rule("money.r01", reads=dict(notes="money.circulation", rate=here(0.0, 0.6, "share a month")),
      neutral=0.0, signs=dict(notes=+1, rate=+1), unit="million roubles")
def notes_are_printed(notes, rate):
    """The presses add their share to the notes that circulate."""
    return rate * notes


@rule("money.r01", "money.r04", "money.r12",
      reads=dict(notes="now:money.circulation", growth="money.growth", crop="countryside.crop",
                 output="industry.output", exposed="foreign_trade.exposed"),
      parameters=dict(before=parameter(2600, "million roubles", 1600, 3500,
                                       publication="notes and coin of 1914, hoards of war set aside"),
                      normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      flight=parameter(11.0, "log a growth rate", 5.0, 16.0,
                                       publication="Cagan, The Monetary Dynamics of Hyperinflation, Chicago 1956: flight from money"),
                      field=parameter(0.5, "share of trade", 0.3, 0.7, assumption="half of what is traded comes from "
                                      "the field and half from works, as in the trade of 1913; three or seven tenths"),
                      abroad=parameter(0.5, "share", 0.2, 1.0, assumption="who may buy foreign money flees notes half as fast again, as the mark showed; "
                                       "a fifth, or twice as fast"),
                      least=parameter(1 / 12, "1913 = 1", 0.05, 0.2, assumption="barter and bagmen always keep a month's "
                                      "trade of the year of 1913 alive; keeps prices finite")),
      neutral=1.15, signs=dict(notes=+1, growth=+1, crop=-1, output=-1, exposed=+1), unit="log")
def prices_follow_notes_and_goods(notes, growth, crop, output, exposed, before, normal_crop, flight, field, abroad, least):
    """Prices follow notes over goods, and run ahead of them when notes are fled."""
    trade = field * crop.sum() / normal_crop + (1 - field) * output / PER_CENT
    return jnp.log(jnp.maximum(notes, 1) / before) - jnp.log(jnp.maximum(trade, least)) + flight * growth * (1 + abroad * exposed)


@rule("industry.r05", "money.r05", "money.r06", "industry.r16",
      reads=dict(output="industry.output", crop="countryside.crop", hunger="supply.hunger_towns",
                 villages="supply.hunger", trusts="now:money.trusts", policy="industry.policy"),
      parameters=dict(normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      bread=parameter(2.0, "1", 1.2, 2.8, publication="King's law (Davenant 1699): a crop short by a tenth sells "
                                      "three tenths dearer, one short by half at over five times the price"),
                      elasticity=parameter(0.95, "1", 0.5, 1.3, assumption="prices answer the lag of factories nearly one "
                                           "for one: farms at three quarters and factories at a third open scissors of "
                                           "two to one; half of it if both keep to custom, more if goods are hoarded"),
                      monopoly=parameter(0.75, "share", 0.1, 1.2, assumption="trusts that sell together ask three quarters more "
                                         "than competing works would: their price lists of 1923 against costs; a tenth, or "
                                         "over twice as much"),
                      famine=parameter(1.7, "1", 0.7, 4.0, assumption="hungry towns or villages at their worst bring "
                                       "goods down to a fifth in bread, as in 1919-21 when a coat was a sack of flour; "
                                       "a half, or a fiftieth"),
                      ordered=parameter(0.6, "share of the gap", 0.3, 0.8, assumption="price cuts by order close six "
                                        "tenths of the gap, as from October 1923 to the next autumn; three or eight "
                                        "tenths"),
                      patient=parameter(0.75, "share of the gap", 0.4, 0.9, assumption="cheap goods by plan close "
                                        "three quarters of it, more than cuts do since there is something in the "
                                        "shops; two fifths or nine tenths"),
                      least=parameter(1 / 12, "1913 = 1", 0.05, 0.2, assumption="crafts make a twelfth of the goods of "
                                      "1913 when every factory stands; keeps prices finite")),
      neutral=1.0, signs=dict(output=-1, crop=+1, hunger=-1, trusts=+1), unit="1913 = 1")
def scissors_open(output, crop, hunger, villages, trusts, policy, normal_crop, bread,
                  elasticity, monopoly, famine, ordered, patient, least):
    """The scissors open as farms recover before factories, and a monopoly sets its prices; a policy closes them."""
    field = (crop.sum() / normal_crop) ** bread
    ratio = field / jnp.maximum(output / PER_CENT, least) ** elasticity
    free = ratio * (1 + monopoly * trusts) * jnp.exp(-famine * (hunger + villages.mean()))
    planned, cut = (is_code(policy, POLICIES, way) > 0 for way in ("plan", "price_cut"))
    closed = jnp.where(planned, patient, jnp.where(cut, ordered, 0.0))
    return free - closed * jnp.maximum(free - 1, 0)


@rule("industry.r05", reads=dict(method="procurement.method", reformed="money.reformed"),
      parameters=dict(own=parameter(0.15, "share", 0.0, 0.4, assumption="trusts without credit sold their stocks for bread and wages in 1922; one in "
                                    "seven could wait"),
                      plan=parameter(0.5, "share", 0.2, 0.8, assumption="where the state sets both prices trusts set hardly half of theirs")),
      neutral=0.3, signs=dict(reformed=+1), unit="index 0-1")
def credit_lets_trusts_wait(method, reformed, own, plan):
    """On the market trusts short of cash undersell; credit in sound money lets them join and hold their goods for a price."""
    trading = is_code(method, METHODS, "market") + plan * is_code(method, METHODS, "quota")
    return trading * (own + (1 - own) * reformed)


@rule(reads=dict(free=here(0.3, 5.0, "scissors without the tax"), method="procurement.method", share="collectivisation.share",
                 turnover="planning.turnover"),
      parameters=dict(tax=parameter(14.0, "1 a share", 8.0, 20.0, publication="prices of goods and of state deliveries in 1928 and 1937; tax on sales "
                                    "of the same years", assumption="a tenth of the product taken by the tax makes goods over twice as dear")),
      neutral="free", signs=dict(free=+1, turnover=+1), unit="1913 = 1",
      assumption="a tax on sales is in the price where nobody else sells")
def where_the_state_alone_sells_its_tax_is_in_the_price(free, method, share, turnover, tax):
    """Where the state is the only seller its tax on sales is in the price of goods; what it pays for grain is set with the campaign."""
    alone = is_code(method, METHODS, "quota") * (HALF + HALF * share)
    return free * (1 + alone * tax * turnover)


@rule(reads=dict(level="money.price_level",
      method="procurement.method", war="civil_war.intensity", front="great_war.front",
      deficit=here(0.0, 200.0, "deficit"), reformed="money.reformed"),
      parameters=dict(rate=parameter(0.07, "a month", 0.02, 0.2, assumption="sound money comes within fourteen months "
                                     "of being possible, from the bank of the end of 1921 to the chervonets of the end "
                                     "of 1922; four years or five months"),
                      worthless=parameter(50.0, "1913 = 1", 10, 200, assumption="notes that have lost 98 parts in a hundred "
                                          "are hardly accepted; nine in ten, or 995 in a thousand, at the ends"),
                      bearable=parameter(30.0, "million 1913 roubles a month", 10, 100,
                                         assumption="a deficit of thirty million roubles of 1913 a month halves the "
                                         "chance: the one borne in 1923 while both currencies ran; a third or three "
                                         "times of it")),
      neutral=0.0, signs=dict(deficit=-1, war=-1, level=+1, reformed=-1), unit="probability a month",
      assumption="worthless notes are replaced once trade is free, armies are home and the deficit is borne; the book does not tell of the reform")
def sound_money_after_war(level, method, war, front, deficit, reformed, rate, worthless, bearable):
    """With trade free, armies sent home and taxes coming in, a stable currency takes the place of worthless notes.

    One reform does for good, unless its own notes become worthless in their turn.
    """
    fled = square(level) / (square(level) + square(worthless))
    ready = (1 - is_code(method, METHODS, "requisition")) * fled
    chance = rate * ready * (1 - war) * (1 - front) * bearable / (bearable + deficit)
    return chance * (1 - reformed * (1 - fled))


@rule(reads=dict(output="industry.output", crop="countryside.crop"),
      parameters=dict(before="money.prices_follow_notes_and_goods.before",
                      normal_crop="industry.light_industry_lives_on_the_field.normal_crop",
                      field="money.prices_follow_notes_and_goods.field",
                      level="money.prices_in_new_roubles.level"),
      neutral=1200.0, signs=dict(output=+1, crop=+1), unit="million roubles",
      assumption="a new currency is issued for the trade that there is")
def new_currency_needed(output, crop, before, normal_crop, field, level):
    """As many new notes as trade at the new prices needs."""
    return before * (field * crop.sum() / normal_crop + (1 - field) * output / PER_CENT) * jnp.exp(level)


@rule(reads=dict(scissors="money.scissors"),
      parameters=dict(level=parameter(0.5, "log", 0.3, 0.7, publication="prices of 1924 about 1.7 times 1913"),
                      dear=parameter(0.05, "log", 0.0, 0.1, assumption="goods twice as dear against bread raise the "
                                     "level by a twentieth, being half of trade with most of it not sold to towns; "
                                     "nothing or a tenth")),
      neutral=0.5, signs=dict(scissors=+1), unit="log",
      assumption="a new rouble is meant to be worth what the old one was in gold")
def prices_in_new_roubles(scissors, level, dear):
    """The new rouble starts near the old gold prices."""
    return level + dear * (scissors - 1)


@rule(reads=dict(notes="now:money.circulation", needed=here(1000.0, 9000.0, "million roubles"), reformed="money.reformed"),
      parameters=dict(months=parameter(12, "months", 6, 24, assumption="credit plans are drawn by the quarter, and what they "
                                       "lend goes round with the crop: a year, half where bills are short, two "
                                       "where caution rules"),
                      call=parameter(60, "months", 30, 120, assumption="loans that too many notes have made doubtful are called "
                                     "in over some years, for works cannot be closed at once; two and a half to "
                                     "ten")),
      neutral=(0.0, 0.0), signs=dict(notes=-1, needed=+1), unit="million roubles", publication=PRICES)
def bank_lends_as_trade_grows(notes, needed, reformed, months, call):
    """After the reform the bank lends what growing trade needs at stable prices, and slowly calls in what is too much."""
    return reformed * jnp.maximum(needed - notes, 0) / months, reformed * jnp.maximum(notes - needed, 0) / call


@rule(reads=dict(notes="now:money.circulation", reform=here(0.0, 1.0, "currency reform")),
      neutral=0.0, signs=dict(notes=+1, reform=+1), unit="million roubles", publication=PRICES)
def old_notes_are_withdrawn(notes, reform):
    """A reform takes all old notes out of circulation."""
    return reform * notes


@rule(reads=dict(growth="money.growth", rate=here(0.0, 0.6, "share a month"), reform=here(0.0, 1.0, "currency reform")),
      parameters=dict(memory=parameter(6, "months", 3, 12, assumption="who was cheated by the notes of the last half-year "
                                       "expects as much of the next; a quarter in flight, a year in calm")),
      neutral="growth", signs=dict(growth=+1, rate=+1, reform=-1), unit="share a month",
      publication="Cagan, The Monetary Dynamics of Hyperinflation, Chicago 1956: expectations follow what has been")
def people_expect_what_the_presses_did(growth, rate, reform, memory):
    """The growth of notes that people reckon with follows the presses; a new currency is trusted at first."""
    return (1 - reform) * (growth + (rate - growth) / memory)


@rule(reads=dict(log="money.log_price", aim=here(0.0, 12.0, "log price that notes and goods ask for"),
                 new=here(0.3, 1.0, "log price in the new currency"), reform=here(0.0, 1.0, "currency reform")),
      parameters=dict(months=parameter(5, "months", 2, 10, assumption="wages, rents and contracts are renewed some times a "
                                       "year; in two months at full flight from money, once a year in calm")),
      neutral="log", signs=dict(log=+1, aim=+1), unit="log",
      assumption="prices are sticky for a season, and written anew with a new currency")
def prices_take_a_season_to_follow(log, aim, new, reform, months):
    """Prices move a part of the way each month; a reform sets them anew."""
    return reform * new + (1 - reform) * (log + (aim - log) / months)


@rule(reads=dict(log="now:money.log_price"), neutral=1.0, signs=dict(log=+1), unit="1913 = 1",
      assumption="the level of prices is that of which the logarithm is kept")
def level_of_prices(log):
    """Prices over those of 1913."""
    return jnp.exp(log)


def step(m: Month) -> None:
    """One month of this system, rule by rule."""
    deficit = m.rule(state_spends_more_than_it_takes, spending=m.rule(armies_offices_and_works_cost),
                     taxes=m.rule(taxes_come_from_trade_and_work))
    m.approach("untaxed", m.rule(what_a_ban_on_trade_leaves_untaxed), "money.months_to_tax")
    needed = m.rule(new_currency_needed)
    rate = m.rule(presses_cover_the_deficit, deficit=m.rule(
        notes_pay_what_rations_do_not, gap=deficit + m.rule(building_runs_ahead_of_saving), kind=m.rule(who_takes_no_notes_is_paid_in_kind)))
    lent, called = m.rule(bank_lends_as_trade_grows, needed=needed)
    m.flow(EMISSION, m.rule(notes_are_printed, rate=rate) + lent)
    reform = m.choose(CURRENCY_REFORM, m.rule(sound_money_after_war, deficit=deficit))
    m.latch("reformed", reform)
    m.flow(RETIRED, m.rule(old_notes_are_withdrawn, reform=reform) + called)
    m.flow(ISSUED, reform * needed)
    m.set("growth", m.rule(people_expect_what_the_presses_did, rate=rate, reform=reform))
    m.set("log_price", m.rule(prices_take_a_season_to_follow, aim=m.rule(prices_follow_notes_and_goods),
                              new=m.rule(prices_in_new_roubles), reform=reform))
    m.set("price_level", m.rule(level_of_prices))
    m.approach("trusts", m.rule(credit_lets_trusts_wait), "money.months_to_syndicate")
    m.approach("scissors", m.rule(where_the_state_alone_sells_its_tax_is_in_the_price, free=m.rule(scissors_open)), "money.months_of_scissors")
