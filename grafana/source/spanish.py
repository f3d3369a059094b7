"""The Spanish variant of a dashboard: the same queries, other words. A text without a translation stops the generator."""

import copy
import re

from panels import names_of_parameters, parameter_titles, series_called, words

TEXTS = {
    'Clearwell: Compliance': 'Clearwell: Cumplimiento',
    'What the law says of drinking water that laboratories have measured: within the limits, beyond one, or not to be '
    'judged. Estimates of models are on another dashboard, because they are not measurements.':
        'Lo que dice la ley del agua potable que los laboratorios han medido: dentro de los límites, fuera de alguno, o sin '
        'posibilidad de juzgarla. Las estimaciones de los modelos están en otro tablero, porque no son mediciones.',
    'Plant': 'Planta',
    'At a glance': 'De un vistazo',
    'Results within the law': 'Resultados dentro de la ley',
    'Of the laboratory results that can be judged, the share that keeps every limit that applies where the plant stands. '
    'Results that cannot be judged count neither for nor against.':
        'De los resultados de laboratorio que se pueden juzgar, la parte que respeta todos los límites que rigen donde está '
        'la planta. Los que no se pueden juzgar no cuentan ni a favor ni en contra.',
    'Results beyond a limit': 'Resultados fuera de un límite',
    "How many laboratory results are beyond a number in the law. Each is an exceedance; whether it is a violation depends "
    "on the law's rule of compliance (each sample, yearly average, share of a month).":
        'Cuántos resultados de laboratorio están fuera de un número de la ley. Cada uno es una excedencia; que sea una '
        'infracción depende de la regla de cumplimiento de la ley (cada muestra, promedio anual, parte de un mes).',
    'Results that cannot be judged': 'Resultados que no se pueden juzgar',
    "Results that prove nothing: the laboratory's detection limit is above the legal limit, the unit or the date is not "
    "known, or nobody has confirmed the text of the law yet. They are not evidence of compliance.":
        'Resultados que no prueban nada: el límite de detección del laboratorio está por encima del límite legal, no se '
        'conoce la unidad o la fecha, o nadie ha confirmado todavía el texto de la ley. No son prueba de cumplimiento.',
    'Simulated plants': 'Plantas simuladas',
    'How many of the plants shown are invented for demonstration. Where this is not 0, figures on this dashboard say '
    'nothing about real water.':
        'Cuántas de las plantas mostradas son inventadas para la demostración. Si no es 0, las cifras de este tablero no '
        'dicen nada de agua real.',
    'Over time': 'En el tiempo',
    'Verdicts by week': 'Veredictos por semana',
    'Laboratory results taken in each week, by what the law says of them. Weeks without a bar are weeks without a sample, '
    'not weeks of good water.':
        'Resultados de laboratorio de cada semana, según lo que dice la ley de ellos. Una semana sin barra es una semana sin '
        'muestra, no una semana de agua buena.',
    'Share within the law by week': 'Parte dentro de la ley por semana',
    'Of the results of a week that can be judged, the share within the law, by the law that applies where the plant '
    'stands.':
        'De los resultados de una semana que se pueden juzgar, la parte dentro de la ley, según la ley que rige donde está '
        'la planta.',
    'By parameter, by plant, one by one': 'Por parámetro, por planta, uno por uno',
    'By parameter': 'Por parámetro',
    'One row for each measured parameter and law. "within the law" is the share of the results that can be judged; '
    '"largest factor" says how many times the limit the worst result was.':
        'Una fila por parámetro medido y ley. «dentro de la ley» es la parte de los resultados que se pueden juzgar; «mayor '
        'factor» dice cuántas veces el límite fue el peor resultado.',
    'By plant': 'Por planta',
    'One row for each plant: how its results compare with the law that applies there, how many samples they come from, '
    'when the newest was taken, and whether the plant is simulated.':
        'Una fila por planta: cómo se comparan sus resultados con la ley que rige allí, de cuántas muestras vienen, cuándo '
        'se tomó la última, y si la planta es simulada.',
    'Results beyond a limit, one by one': 'Resultados fuera de un límite, uno por uno',
    'Each exceedance with its sample, the value as the laboratory wrote it, the limit that it breaks and where that limit '
    'stands. The factor says how many times the limit it is. "compliance" is the law\'s own rule for when an exceedance '
    'becomes a violation.':
        'Cada excedencia con su muestra, el valor como lo escribió el laboratorio, el límite que supera y dónde está escrito '
        'ese límite. El factor dice cuántas veces el límite es. «cumplimiento» es la regla de la propia ley que hace de una '
        'excedencia una infracción.',
    'Was the law kept? Rules of compliance, period by period': '¿Se cumplió la ley? Reglas de cumplimiento, período por período',
    'Violations': 'Infracciones',
    'Periods in which a law was broken by its own rule: a single sample beyond the limit, an average of a year, a percentile, '
    'a share of a month. Periods that ended in the time shown, or go on.':
        'Períodos en que se infringió una ley según su propia regla: una sola muestra fuera del límite, un promedio anual, un '
        'percentil, una parte de un mes. Períodos que terminaron en el tiempo mostrado, o que siguen.',
    'By rule of compliance': 'Por regla de cumplimiento',
    'For each rule of the laws, in how many periods it was kept and in how many it was violated. A period that goes on, or of '
    'which too little was sampled, cannot be judged and is not kept.':
        'Para cada regla de las leyes, en cuántos períodos se cumplió y en cuántos se infringió. Un período que sigue, o del que se '
        'muestreó muy poco, no se puede juzgar y no cuenta como cumplido.',
    'Violations, one by one': 'Infracciones, una por una',
    'Each period in which a rule was violated, newest first, with the samples it rests on. "figure" is what the rule compares: '
    'an average or percentile in the unit, or percent of samples beyond; empty where each sample counts by itself.':
        'Cada período en que se infringió una regla, el más nuevo primero, con las muestras en que se apoya. «cifra» es lo que la '
        'regla compara: un promedio o percentil en la unidad, o el porcentaje de muestras fuera; vacío donde cada muestra cuenta '
        'por sí sola.',
    'Samples taken against samples required': 'Muestras tomadas y muestras exigidas',
    'Periods with too few samples': 'Períodos con muestras de menos',
    'Months and years that are over and in which fewer samples were taken than the law asks for of so many people. Not 0 but '
    '"no number known" where no law that was read sets one for the plants and years shown.':
        'Meses y años terminados en que se tomaron menos muestras de las que la ley exige para tantas personas. No es 0 sino '
        '«sin número conocido» donde ninguna ley leída fija uno para las plantas y los años mostrados.',
    'Samples taken, samples required': 'Muestras tomadas, muestras exigidas',
    'For each plant and parameter, how many samples were taken in a month or year and how many its law requires, the largest gap '
    'first. Where no number is known the cell says so, and "duty" says why; it also says where nobody has read the law that the '
    'number is of. A period that is not over may still be filled.':
        'Para cada planta y parámetro, cuántas muestras se tomaron en un mes o año y cuántas exige su ley, primero donde más faltan. '
        'Donde no se conoce un número la celda lo dice, y «obligación» dice por qué; también dice dónde nadie ha leído la ley de la que '
        'es el número. Un período que no terminó todavía puede '
        'completarse.',
    'Are samples fresh?': '¿Son recientes las muestras?',
    'Age of the newest sample': 'Edad de la última muestra',
    'How long ago the newest certified sample of each plant was taken. After 14 days an alert goes out: what is shown of '
    'that plant is then old, not good.':
        'Hace cuánto se tomó la última muestra certificada de cada planta. Pasados 14 días sale una alerta: lo que se '
        'muestra de esa planta es entonces viejo, no bueno.',
    'Samples taken by week': 'Muestras tomadas por semana',
    'How many laboratory samples were taken of each plant in each week. A plant that is missing from a week was not '
    'sampled.':
        'Cuántas muestras de laboratorio se tomaron de cada planta en cada semana. Una planta que falta en una semana no fue '
        'muestreada.',
    'Samples that came in': 'Muestras que llegaron',
    'Samples that reached Clearwell in the time shown: accepted, already known (duplicate), or refused with a reason '
    '(rejected). Refused ones are in no other figure here.':
        'Muestras que llegaron a Clearwell en el tiempo mostrado: aceptadas, ya conocidas (duplicadas), o rechazadas con un '
        'motivo. Las rechazadas no están en ninguna otra cifra de aquí.',
    'Share within the law since the beginning': 'Parte dentro de la ley desde el comienzo',
    'Of all results that ever came in and can be judged, the share within the law, as it stood at each moment. It moves '
    'slowly; a step down is a bad batch.':
        'De todos los resultados que han llegado y se pueden juzgar, la parte dentro de la ley, como estaba en cada momento. '
        'Se mueve despacio; un escalón hacia abajo es una mala partida.',
    'Results that cannot be judged, by parameter': 'Resultados que no se pueden juzgar, por parámetro',
    "For which parameters laboratories deliver results that prove nothing. Usually the method's detection limit is too "
    "high: the law asks for one of at most a tenth of the limit.":
        'Para qué parámetros los laboratorios entregan resultados que no prueban nada. Casi siempre el límite de detección '
        'del método es demasiado alto: la ley pide uno de a lo sumo un décimo del límite.',
    'The law, and who did what': 'La ley, y quién hizo qué',
    'Limits that apply': 'Límites que rigen',
    'The limits by which the results above are judged, with the law and the article. Where "confirmed" is false nobody has '
    'read the text of the law yet; such a limit is shown, but judges nothing.':
        'Los límites con que se juzgan los resultados de arriba, con la ley y el artículo. Donde «confirmado» es no, nadie ha '
        'leído todavía el texto de la ley; un límite así se muestra, pero no juzga nada.',
    'Who did what': 'Quién hizo qué',
    'The newest entries of the audit trail: decisions, corrections, tokens. Entries are chained to each other, so that none '
    'can be changed or taken out unseen.':
        'Las últimas entradas del registro de auditoría: decisiones, correcciones, credenciales. Cada entrada está encadenada '
        'a la anterior: ninguna se puede cambiar o quitar sin que se vea.',
}

# Of columns and series.
NAMES = {
    'within': 'dentro', 'beyond': 'fuera', 'cannot be judged': 'no se puede juzgar', 'within the law': 'dentro de la ley',
    'beyond a limit': 'fuera de un límite', 'largest factor': 'mayor factor', 'parameter': 'parámetro',
    'jurisdiction': 'jurisdicción', 'plant': 'planta', 'simulated': 'simulada', 'samples': 'muestras',
    'newest sample': 'última muestra', 'sampled': 'tomada', 'result': 'resultado', 'unit': 'unidad', 'limit': 'límite',
    'factor': 'factor', 'kind': 'tipo', 'instrument': 'norma', 'article': 'artículo', 'compliance': 'cumplimiento',
    'laboratory': 'laboratorio', 'sample': 'muestra', 'min': 'mínimo', 'max': 'máximo', 'confirmed': 'confirmado',
    'recorded': 'registrada', 'role': 'rol', 'who': 'quién', 'action': 'acción', 'object': 'objeto', 'reason': 'motivo',
    'violations': 'infracciones', 'violated': 'infringida', 'kept': 'cumplida', 'from': 'desde', 'before': 'antes de',
    'place': 'lugar', 'results': 'resultados', 'figure': 'cifra', 'too few': 'de menos', 'period': 'período', 'over': 'terminado',
    'taken': 'tomadas', 'required': 'exigidas', 'share': 'parte', 'duty': 'obligación',
    'entry': 'entrada', 'accepted': 'aceptadas', 'duplicate': 'duplicadas', 'rejected': 'rechazadas',
}

OUTCOMES = ('accepted', 'duplicate', 'rejected')
NO_VALUES = {'nothing can be judged': 'nada se puede juzgar', 'no number known': 'sin número conocido', 'none known': 'ninguno conocido'}
YES_NO = {'true': 'sí', 'false': 'no'}
CELLS = {
    'compliance': {'each_sample': 'cada muestra', 'annual_average': 'promedio anual',
                   'locational_annual_average': 'promedio anual de cada lugar', 'percentile_90': 'percentil 90',
                   'monthly_share': 'parte de un mes'},
    'kind': {'health': 'salud', 'indicator': 'indicador', 'aesthetic': 'estético', 'operational': 'operación'},
    'duty': {'required': 'la ley fija un número', 'no_number': 'ninguna ley conocida aquí fija un número',
             'too_few_people': 'la ley no fija ninguno para tan pocas personas',
             'population_unknown': 'depende de las personas abastecidas, que no se conocen',
             'unconfirmed': 'nadie ha leído todavía el texto de la ley',
             'partly_recorded': 'el registro empieza dentro del período'},
    'period': {'month': 'mes', 'year': 'año'},
    'simulated': YES_NO, 'confirmed': YES_NO, 'over': YES_NO,
}


def translated(dashboard):
    spanish = copy.deepcopy(dashboard)
    spanish['uid'] += '-es'
    for holder in [spanish] + spanish['panels']:
        for key in ('title', 'description'):
            if key in holder:
                holder[key] = TEXTS[holder[key]]
    for variable in spanish['templating']['list']:
        variable['label'] = TEXTS[variable['label']]
    for panel in spanish['panels']:
        if panel['type'] != 'row':
            in_spanish_words(panel)
    return spanish


def in_spanish_words(panel):
    """Cells first and names last, so that every override still finds its column by the query's own name."""
    overrides = panel['fieldConfig']['overrides']
    say_in_spanish_what_is_missing(panel)
    cells = {'parameter': parameter_titles('es')} | {name: words(name, texts) for name, texts in CELLS.items()}
    overrides[:] = [each for each in overrides
                    if not (each['properties'][0]['id'] == 'mappings' and each['matcher']['options'] in cells)]
    if panel['type'] == 'table':
        overrides += [cell for name, cell in cells.items() if shows(panel, name)]
    names = NAMES | names_of_parameters('es') if '{{parameter}}' in str(panel['targets']) else NAMES
    overrides[:] = [each for each in overrides if each['properties'][0]['id'] != 'displayName']
    overrides += [series_called(name, spanish) for name, spanish in names.items() if shows(panel, name)]


def say_in_spanish_what_is_missing(panel):
    defaults = panel['fieldConfig']['defaults']
    if 'noValue' in defaults:
        defaults['noValue'] = NO_VALUES[defaults['noValue']]
    for override in panel['fieldConfig']['overrides']:
        for each in override['properties']:
            if each['id'] == 'mappings' and each['value'][0]['type'] == 'special':
                result = each['value'][0]['options']['result']
                result['text'] = NO_VALUES[result['text']]


def shows(panel, name):
    """Whether the panel shows a column or series of that name."""
    if any(target.get('legendFormat') == '{{parameter}}' for target in panel['targets']):
        return name not in NAMES
    return any(name in OUTCOMES if '{{outcome}}' in target.get('legendFormat', '') else name in columns_of(target)
               for target in panel['targets'])


def columns_of(target):
    """The columns that a query answers with."""
    flat, nested = target.get('rawSql', ''), None
    while nested != flat:
        nested, flat = flat, re.sub(r'\([^()]*\)', '', flat)
    listed = re.match(r'SELECT(?: DISTINCT)?(.*?)\bFROM\b', flat, re.DOTALL)
    return [re.split(r'\bAS\b|\.', each)[-1].strip(' \n"') for each in listed[1].split(',')] if listed else []
