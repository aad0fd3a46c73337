"""Write the three small data sets (reading, sums, languages) into data/.

Everything is made up from the word lists below with a fixed seed, so running
this again gives the same files.  Usage: python3 make_data.py
"""

import json
import random
from pathlib import Path

OUT = Path(__file__).parent / "data"
rng = random.Random(20)


def options(answer, pool):
    """Four options with the answer among them: numbers in order, words shuffled."""
    others = [x for x in dict.fromkeys(pool) if x != answer]
    four = [answer] + rng.sample(others, 3)
    if all(isinstance(x, int) for x in four):
        four.sort()
    else:
        rng.shuffle(four)
    return [str(x) for x in four], four.index(answer)


def near(n):
    """Wrong numbers of about the right size."""
    step = 1 if n < 12 else 2 if n < 40 else 5 if n < 120 else 10
    return [n + step * k for k in range(-4, 5) if n + step * k > 0]


# ---------------------------------------------------------------- reading
# Each scene: lists of values, the passage, and seven questions
# (question, slot that answers it, level).  Slots made by `more` are worked out.

NAMES = ("Agnes Basil Cora Dexter Edith Felix Greta Hugo Imogen Jasper Kezia Lionel "
         "Mabel Nestor Olive Percy Queenie Rufus Sybil Tobias Una Victor Winnie Ezra").split()
TOWNS = ["Ashwick", "Brindle Bay", "Cobham Hatch", "Dunmere", "Elderby", "Fallow Green",
         "Garth End", "Hollins", "Ivelstow", "Kettlemoor", "Larkhill", "Mossburn"]
DAYS = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
COLOURS = ["green", "yellow", "red", "white", "blue"]

SCENES = [
    dict(
        lists=dict(day=DAYS, colour=COLOURS, town=TOWNS,
                   good=["honey", "plum jam", "mustard", "apple jelly", "pickled beetroot"],
                   opens=[6, 7, 8], hours=[3, 4, 5, 6], many=[40, 60, 80]),
        more=lambda s: dict(closes=s["opens"] + s["hours"], half=s["many"] // 2),
        text="Every {day} {name} drives a {colour} van to the market in {town} and sells {good}. "
             "The stall opens at {opens} o'clock in the morning and closes {hours} hours later. "
             "On a fine day {name} sells about {many} jars, but only half as many when it rains.",
        ask=[("On which day does {name} go to the market?", "day", "easy"),
             ("What colour is the van that {name} drives?", "colour", "easy"),
             ("In which town is the market where {name} has a stall?", "town", "easy"),
             ("What does {name} sell?", "good", "easy"),
             ("For how many hours is the stall of {name} open?", "hours", "medium"),
             ("At what hour does the stall of {name} close?", "closes", "hard"),
             ("About how many jars does {name} sell on a rainy day?", "half", "hard")]),
    dict(
        lists=dict(town=TOWNS, year=[1870, 1885, 1900, 1910],
                   place=["canal", "railway station", "town hall", "old mill", "park"],
                   thousand=[12, 18, 25, 30],
                   book=["herbal", "sea atlas", "cookery book", "book of hymns", "dictionary"],
                   donor=["doctor", "sailor", "baker", "judge", "schoolmaster"],
                   years=[6, 9, 14, 21]),
        more=lambda s: dict(age=2000 - s["year"]),
        text="The library in {town} was built in {year} beside the {place}. "
             "It holds {thousand} thousand books, and the oldest of them is a {book} that was given by a {donor}. "
             "{name} has been the librarian for {years} years and knows most of the readers by name.",
        ask=[("Beside what was the library of {town} built, where {name} works?", "place", "easy"),
             ("How many thousand books does the library of {name} hold?", "thousand", "easy"),
             ("In which year was the library where {name} works built?", "year", "easy"),
             ("What is the oldest book in the library of {name}?", "book", "medium"),
             ("Who gave the oldest book to the library of {name}?", "donor", "medium"),
             ("For how many years has {name} been the librarian?", "years", "medium"),
             ("How many years old was the library of {name} in the year 2000?", "age", "hard")]),
    dict(
        lists=dict(town=TOWNS, water=["river", "canal", "sea wall", "stream", "lake shore"],
                   friends=[3, 4, 5, 6], start=[7, 8, 9], walk=[3, 4, 5, 6],
                   tree=["chestnut", "willow", "walnut tree", "beech", "pear tree"],
                   item=["a map", "a torch", "an umbrella", "a whistle", "a kettle"],
                   other=["Aunt Ruth", "Mr Pym", "Cousin Bert", "Mrs Lowe", "Uncle Stan"]),
        more=lambda s: dict(people=s["friends"] + 1, end=s["start"] + s["walk"] + 1),
        text="{name} and {friends} friends walked along the {water} as far as {town}. "
             "They set off at {start} in the morning, rested for one hour under a {tree}, and then walked on; "
             "the walking alone took them {walk} hours. "
             "Only one of the friends, {other}, had remembered to bring {item}.",
        ask=[("Along what did {name} walk?", "water", "easy"),
             ("Which place did {name} walk to?", "town", "easy"),
             ("Under what did {name} rest?", "tree", "easy"),
             ("What did one of the friends of {name} bring?", "item", "medium"),
             ("Who of the friends of {name} had remembered to bring something?", "other", "medium"),
             ("How many people were on the walk, counting {name}?", "people", "hard"),
             ("How many hours after midnight did the walk of {name} end?", "end", "hard")]),
    dict(
        lists=dict(town=TOWNS, beds=[6, 8, 9, 10, 12],
                   sunny=["tomatoes", "peppers", "sunflowers", "strawberries", "sweetcorn"],
                   shade=["spinach", "mint", "rhubarb", "lettuce", "parsley"],
                   figure=["an owl", "a cat", "a fox", "a hawk", "a giant"],
                   stuff=["straw", "old tins", "driftwood", "wire", "rags"],
                   kg=[40, 60, 80, 100], gift=["hospital", "fire station", "bus drivers", "old people's home", "zoo"]),
        more=lambda s: dict(quarter=s["kg"] // 4),
        text="Behind the school in {town} the pupils taught by {name} keep a garden of {beds} beds. "
             "They grow {sunny} in the sun and {shade} in the shade, and {figure} made of {stuff} keeps the birds away. "
             "This year they picked {kg} kilograms in all and gave a quarter of it to the {gift}.",
        ask=[("How many beds has the garden of the pupils taught by {name}?", "beds", "easy"),
             ("What do the pupils taught by {name} grow in the sun?", "sunny", "easy"),
             ("What do the pupils taught by {name} grow in the shade?", "shade", "easy"),
             ("What keeps the birds away from the garden of the pupils taught by {name}?", "figure", "medium"),
             ("What is the bird scarer in the garden of the pupils taught by {name} made of?", "stuff", "medium"),
             ("To whom did the pupils taught by {name} give part of the harvest?", "gift", "medium"),
             ("How many kilograms did the pupils taught by {name} give away?", "quarter", "hard")]),
    dict(
        lists=dict(boat=["Heron", "Bluebell", "Old Thomas", "Northern Star", "Kingfisher"],
                   town=TOWNS, trips=[4, 6, 8], minutes=[15, 20, 25, 35], price=[4, 6, 8, 10],
                   month=["January", "February", "March", "November"],
                   part=["hull", "deck", "funnel", "cabin", "railings"]),
        more=lambda s: dict(child=s["price"] // 2, total=s["trips"] * s["minutes"]),
        text="The ferry {boat} crosses the lake to {town} {trips} times a day. "
             "A crossing takes {minutes} minutes and costs {price} coins, and children pay half. "
             "All through {month} the boat stays in port so that {name}, its captain, can repaint the {part}.",
        ask=[("What is the name of the ferry of which {name} is captain?", "boat", "easy"),
             ("To which place does the ferry of captain {name} cross?", "town", "easy"),
             ("In which month does captain {name} keep the ferry in port?", "month", "easy"),
             ("What does captain {name} repaint?", "part", "medium"),
             ("How many minutes does one crossing with captain {name} take?", "minutes", "medium"),
             ("How many coins does a child pay to cross with captain {name}?", "child", "hard"),
             ("How many minutes a day does the ferry of captain {name} spend crossing?", "total", "hard")]),
    dict(
        lists=dict(thing=["clocks", "umbrellas", "accordions", "bicycles", "dolls"],
                   shop=["bakery", "fishmonger", "chemist", "flower shop", "tea room"],
                   days=[2, 3, 4, 5], feast=["Easter", "midsummer", "the harvest fair", "the regatta", "Christmas"],
                   kin=["a grandfather", "an aunt", "a neighbour", "an elder sister", "a godmother"],
                   ago=[30, 40, 45, 50], tool=["vice", "hammer", "lathe", "pair of pliers", "magnifying glass"]),
        more=lambda s: dict(wait=3 * s["days"]),
        text="{name} mends {thing} in a small workshop above a {shop}. "
             "A repair usually takes {days} days, but in the weeks before {feast} customers wait three times as long. "
             "{name} learned the trade from {kin}, who started the workshop {ago} years ago with nothing but a {tool}.",
        ask=[("What does {name} mend?", "thing", "easy"),
             ("Above what is the workshop of {name}?", "shop", "easy"),
             ("From whom did {name} learn the trade?", "kin", "easy"),
             ("How many days does a repair by {name} usually take?", "days", "medium"),
             ("Before what is {name} busiest?", "feast", "medium"),
             ("What was the only tool in the workshop of {name} at first?", "tool", "medium"),
             ("How many days do customers of {name} wait in the busiest weeks?", "wait", "hard")]),
    dict(
        lists=dict(town=TOWNS, players=[32, 36, 44, 50], some=[4, 6, 8, 10],
                   instrument=["viola", "horn", "cello", "clarinet", "double bass"],
                   first=["castle", "school hall", "open-air stage", "museum", "swimming baths"],
                   second=["church", "cinema", "corn exchange", "railway shed", "gymnasium"],
                   reason=["a burst pipe", "heavy snow", "a power cut", "a bees' nest", "roof repairs"],
                   encores=[2, 3, 4, 5]),
        more=lambda s: dict(rest=s["players"] - s["some"]),
        text="The orchestra of {town} has {players} players, {some} of whom play the {instrument}. "
             "Its winter concert had to be moved from the {first} to the {second} because of {reason}. "
             "{name} conducted, and the audience was so pleased that it asked for {encores} encores.",
        ask=[("Which instrument is named in the passage about the orchestra that {name} conducted?", "instrument", "easy"),
             ("In which town is the orchestra that {name} conducted?", "town", "easy"),
             ("How many encores did {name} have to give?", "encores", "easy"),
             ("Where did the concert conducted by {name} take place in the end?", "second", "medium"),
             ("Where should the concert conducted by {name} have taken place at first?", "first", "medium"),
             ("Why was the concert conducted by {name} moved?", "reason", "medium"),
             ("How many players in the orchestra that {name} conducted do not play the instrument named?", "rest", "hard")]),
    dict(
        lists=dict(hill=["Crow Fell", "Mount Arden", "Pike Top", "the Great Tor", "Hare Hill"],
                   what=["rainfall", "snow depth", "visibility", "air pressure", "wind speed"],
                   am=[6, 7, 8, 9], pm=[4, 5, 6, 7], season=["spring", "summer", "autumn", "winter"],
                   low=[12, 15, 18, 24], less=[6, 8, 10],
                   bird=["raven", "jackdaw", "wagtail", "barn owl", "swift"],
                   device=["aerial", "telescope", "wind vane", "camera", "rain gauge"]),
        more=lambda s: dict(usual=s["low"] + s["less"], apart=12 - s["am"] + s["pm"]),
        text="At the weather station on {hill}, {name} takes readings of the {what} twice a day, "
             "at {am} in the morning and at {pm} in the afternoon. "
             "The lowest reading of the {season} was {low}, which is {less} less than usual. "
             "A {bird} has built its nest on the roof, so the {device} was moved to the shed.",
        ask=[("On which hill does {name} work?", "hill", "easy"),
             ("What does {name} measure?", "what", "easy"),
             ("Which bird nests on the roof of the station where {name} works?", "bird", "easy"),
             ("What was moved to the shed of the station where {name} works?", "device", "medium"),
             ("In which season did {name} note the lowest reading that the passage mentions?", "season", "medium"),
             ("What would have been a usual reading for {name} in that season?", "usual", "hard"),
             ("How many hours lie between the morning and afternoon readings of {name}?", "apart", "hard")]),
]


def make_reading():
    sizes = [3] * 6 + [4] * 5 + [5] * 4 + [6] * 4 + [7] * 5
    rng.shuffle(sizes)
    names = NAMES[:]
    rng.shuffle(names)
    picks = []                          # three different fillings of every scene
    for scene in SCENES:
        shuffled = {k: rng.sample(v, len(v)) for k, v in scene["lists"].items()}
        for turn in range(3):
            picks.append((scene, {k: v[turn % len(v)] for k, v in shuffled.items()}))
    rng.shuffle(picks)
    rows = []
    for p, (scene, slots) in enumerate(picks):
        slots = dict(slots, name=names[p])
        slots.update(scene["more"](slots))
        passage = scene["text"].format(**slots)
        hard = [i for i, a in enumerate(scene["ask"]) if a[2] == "hard"]
        keep = {rng.choice(hard)}
        rest = [i for i in range(7) if i not in keep]
        keep |= set(rng.sample(rest, sizes[p] - 1))
        for i in sorted(keep):
            question, slot, level = scene["ask"][i]
            answer = slots[slot]
            pool = near(answer) if isinstance(answer, int) else scene["lists"][slot]
            choices, gold = options(answer, pool)
            rows.append(dict(
                question_id=f"p{p + 1:02d}q{len([r for r in rows if r['passage_id'] == f'p{p + 1:02d}']) + 1}",
                passage_id=f"p{p + 1:02d}", level=level, passage=passage,
                question=question.format(**slots), choices=choices, answer=gold))
    return rows


# ---------------------------------------------------------------- sums
SUMS = [
    ("shopping", 1, "{n} buys {a} apples and {b} pears. How many pieces of fruit does {n} buy?",
     lambda a, b, c: a + b),
    ("sharing", 1, "{n} shares {ab} marbles equally among {b} friends. How many marbles does each friend get?",
     lambda a, b, c: a),
    ("money", 2, "A pen costs {a} coins and a ruler costs {b} coins. {n} buys {c} pens and one ruler. How many coins does {n} pay?",
     lambda a, b, c: a * c + b),
    ("change", 2, "{n} has {big} coins and buys {b} buns for {c} coins each. How many coins does {n} have left?",
     lambda a, b, c: 10 * a + b * c - b * c),
    ("rows", 2, "A hall has {a} rows of {b} chairs, and {c} chairs are broken. How many chairs in the hall that {n} looks after are not broken?",
     lambda a, b, c: a * b - c),
    ("walking", 2, "{n} walks {a} kilometres on each of {b} days and then {c} kilometres more. How far does {n} walk in all, in kilometres?",
     lambda a, b, c: a * b + c),
    ("ages", 2, "{n} is {a} years old. The brother of {n} is {c} years older, and their aunt is {b} times as old as the brother. How old is the aunt?",
     lambda a, b, c: (a + c) * b),
    ("baking", 3, "{n} bakes {a} trays of {b} buns, burns {c} of them and then sells half of the rest, the odd one, if any, being eaten. How many buns are sold?",
     lambda a, b, c: (a * b - c) // 2),
    ("tank", 3, "A tank holds {big} litres. {n} pours in {a} buckets of {b} litres and then takes out {c} litres. How many litres more would fill the tank, if it was empty at first?",
     lambda a, b, c: 10 * a + b * c - a * b + c),
    ("teams", 3, "There are {a} teams of {b} players and {c} referees at the meeting that {n} runs. Everybody shakes hands with {n} twice. How many handshakes is that?",
     lambda a, b, c: 2 * (a * b + c)),
]


def make_sums():
    rows = []
    for turn in range(6):
        for kind, steps, text, work in SUMS:
            a, b, c = rng.randint(3, 14), rng.randint(3, 9), rng.randint(2, 8)
            question = text.format(n=rng.choice(NAMES), a=a, b=b, c=c, ab=a * b, big=10 * a + b * c)
            rows.append(dict(question_id=f"s{len(rows) + 1:02d}", kind=kind, steps=steps,
                             question=question, answer=work(a, b, c)))
    return rows


# ---------------------------------------------------------------- languages
LANG = ["en", "de", "es"]
WEEK = [["Monday", "Montag", "lunes"], ["Tuesday", "Dienstag", "martes"],
        ["Wednesday", "Mittwoch", "miércoles"], ["Thursday", "Donnerstag", "jueves"],
        ["Friday", "Freitag", "viernes"], ["Saturday", "Samstag", "sábado"],
        ["Sunday", "Sonntag", "domingo"]]
MONTHS = [["January", "Januar", "enero"], ["February", "Februar", "febrero"], ["March", "März", "marzo"],
          ["April", "April", "abril"], ["May", "Mai", "mayo"], ["June", "Juni", "junio"],
          ["July", "Juli", "julio"], ["August", "August", "agosto"], ["September", "September", "septiembre"],
          ["October", "Oktober", "octubre"], ["November", "November", "noviembre"],
          ["December", "Dezember", "diciembre"]]
OPPOSITES = [(["hot", "heiß", "caliente"], ["cold", "kalt", "frío"]),
             (["big", "groß", "grande"], ["small", "klein", "pequeño"]),
             (["old", "alt", "viejo"], ["young", "jung", "joven"]),
             (["fast", "schnell", "rápido"], ["slow", "langsam", "lento"]),
             (["full", "voll", "lleno"], ["empty", "leer", "vacío"]),
             (["dry", "trocken", "seco"], ["wet", "nass", "mojado"]),
             (["loud", "laut", "ruidoso"], ["quiet", "leise", "silencioso"])]
SHADES = [(["grass", "Gras", "la hierba"], ["green", "grün", "verde"]),
          (["snow", "Schnee", "la nieve"], ["white", "weiß", "blanco"]),
          (["a ripe lemon", "eine reife Zitrone", "un limón maduro"], ["yellow", "gelb", "amarillo"]),
          (["coal", "Kohle", "el carbón"], ["black", "schwarz", "negro"]),
          (["blood", "Blut", "la sangre"], ["red", "rot", "rojo"]),
          (["a clear sky at noon", "ein klarer Himmel am Mittag", "un cielo despejado a mediodía"],
           ["blue", "blau", "azul"])]
LEGS = [(["a spider", "eine Spinne", "una araña"], 8), (["an ant", "eine Ameise", "una hormiga"], 6),
        (["a hen", "ein Huhn", "una gallina"], 2), (["a horse", "ein Pferd", "un caballo"], 4),
        (["a snake", "eine Schlange", "una serpiente"], 0)]
SOUNDS = [(["barks", "bellt", "ladra"], ["dog", "Hund", "perro"]),
          (["purrs", "schnurrt", "ronronea"], ["cat", "Katze", "gato"]),
          (["neighs", "wiehert", "relincha"], ["horse", "Pferd", "caballo"]),
          (["gives wool", "gibt Wolle", "da lana"], ["sheep", "Schaf", "oveja"]),
          (["lays eggs", "legt Eier", "pone huevos"], ["hen", "Huhn", "gallina"]),
          (["croaks", "quakt", "croa"], ["frog", "Frosch", "rana"])]
PLUS = [(7, 5), (9, 8), (13, 6), (24, 17), (36, 28), (48, 35)]


def make_languages():
    items = []                # (topic, [question in each language], answer, pool)
    for i in (0, 2, 3, 5, 6):
        items.append(("days", [f"Which day comes after {WEEK[i][0]}?", f"Welcher Tag kommt nach {WEEK[i][1]}?",
                               f"¿Qué día viene después del {WEEK[i][2]}?"], WEEK[(i + 1) % 7], WEEK))
    for i in (1, 4, 7, 9, 11):
        items.append(("months", [f"Which month comes just before {MONTHS[i][0]}?",
                                 f"Welcher Monat kommt direkt vor dem {MONTHS[i][1]}?",
                                 f"¿Qué mes viene justo antes de {MONTHS[i][2]}?"], MONTHS[i - 1], MONTHS))
    for word, other in OPPOSITES:
        items.append(("opposites", [f"What is the opposite of '{word[0]}'?", f"Was ist das Gegenteil von „{word[1]}“?",
                                    f"¿Qué es lo contrario de «{word[2]}»?"], other, [o for _, o in OPPOSITES]))
    for thing, shade in SHADES:
        items.append(("colours", [f"What colour is {thing[0]}?", f"Welche Farbe hat {thing[1]}?",
                                  f"¿De qué color es {thing[2]}?"], shade, [s for _, s in SHADES]))
    for beast, legs in LEGS:
        items.append(("legs", [f"How many legs has {beast[0]}?", f"Wie viele Beine hat {beast[1]}?",
                               f"¿Cuántas patas tiene {beast[2]}?"], [str(legs)] * 3,
                      [[str(x)] * 3 for x in (0, 2, 4, 6, 8, 10)]))
    for sound, beast in SOUNDS:
        items.append(("animals", [f"Which animal {sound[0]}?", f"Welches Tier {sound[1]}?",
                                  f"¿Qué animal {sound[2]}?"], beast, [b for _, b in SOUNDS]))
    for a, b in PLUS:
        items.append(("plus", [f"What is {a} plus {b}?", f"Wie viel ist {a} plus {b}?",
                               f"¿Cuánto es {a} más {b}?"], [str(a + b)] * 3,
                      [[str(a + b + d)] * 3 for d in (-10, -2, -1, 1, 2, 10)]))
    rows = {lang: [] for lang in LANG}
    for k, (topic, questions, answer, pool) in enumerate(items):
        four = [answer] + rng.sample([x for x in pool if x != answer], 3)
        rng.shuffle(four)
        for i, lang in enumerate(LANG):
            rows[lang].append(dict(question_id=f"l{k + 1:02d}", language=lang, topic=topic,
                                   question=questions[i], choices=[x[i] for x in four],
                                   answer=four.index(answer)))
    return rows


def write(name, rows):
    with open(OUT / f"{name}.jsonl", "w", encoding="utf-8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    write("reading", make_reading())
    write("sums", make_sums())
    for lang, rows in make_languages().items():
        write(f"languages_{lang}", rows)
