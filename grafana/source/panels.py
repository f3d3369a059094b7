"""Grafana's JSON for the few kinds of panel that the dashboards use, so that all look and behave alike."""

import json
import pathlib

PROMETHEUS = {'type': 'prometheus', 'uid': 'clearwell-prometheus'}
POSTGRES = {'type': 'grafana-postgresql-datasource', 'uid': 'clearwell-postgres'}

# Told apart by everybody, also by who sees no red and green: the same meaning has the same colour on every dashboard.
WITHIN, BEYOND, CANNOT = '#3d71d9', '#d44a3a', '#a0a0a0'
CHAMPION, CHALLENGER = '#3d71d9', '#e0902f'

DAY = 86400


def steps(*pairs):
    """Colours from values on: steps((None, 'a'), (1, 'b')) is a below 1 and b from 1 on."""
    return {'mode': 'absolute', 'steps': [{'value': value, 'color': colour} for value, colour in pairs]}


def prom(expr, legend='', instant=False):
    return {'datasource': PROMETHEUS, 'expr': ' '.join(expr.split()), 'legendFormat': legend, 'format': 'time_series',
            'instant': instant, 'range': not instant}


def sql(query, form='table'):
    text = '\n'.join(line.strip() for line in query.strip().splitlines())
    return {'datasource': POSTGRES, 'rawQuery': True, 'editorMode': 'code', 'format': form, 'rawSql': text}


def colour_of(name, colour):
    """One series or column by its name, or those whose names match a /regular expression/, always in the same colour."""
    return {'matcher': {'id': 'byRegexp' if name.startswith('/') else 'byName', 'options': name},
            'properties': [{'id': 'color', 'value': {'mode': 'fixed', 'fixedColor': colour}}]}


def names_of_parameters(language):
    """{code: name}"""
    catalogue = pathlib.Path(__file__).resolve().parents[2] / 'common' / 'limits' / 'parameters.json'
    return {each['code']: each['title'][language] for each in json.loads(catalogue.read_text())['parameters']}


def parameter_titles(language):
    """The name of each parameter, in place of its code, in a table's column."""
    return words('parameter', names_of_parameters(language))


def series_of_parameters(language):
    """The same of series, which are called by the code."""
    return [series_called(code, title) for code, title in names_of_parameters(language).items()]


def series_called(name, title):
    return {'matcher': {'id': 'byName', 'options': name}, 'properties': [{'id': 'displayName', 'value': title}]}


def words(name, texts):
    """The cells of one column in words for people."""
    mapping = {'type': 'value', 'options': {value: {'text': text, 'index': n}
                                            for n, (value, text) in enumerate(texts.items())}}
    return {'matcher': {'id': 'byName', 'options': name}, 'properties': [{'id': 'mappings', 'value': [mapping]}]}


def where_empty(name, text):
    """What stands in the cells of one column that have no value."""
    mapping = {'type': 'special', 'options': {'match': 'null', 'result': {'text': text, 'index': 0}}}
    return {'matcher': {'id': 'byName', 'options': name}, 'properties': [{'id': 'mappings', 'value': [mapping]}]}


def column(name, unit=None, decimals=None, width=None):
    """How one column of a table is shown."""
    properties = []
    if unit:
        properties.append({'id': 'unit', 'value': unit})
    if decimals is not None:
        properties.append({'id': 'decimals', 'value': decimals})
    if width:
        properties.append({'id': 'custom.width', 'value': width})
    return {'matcher': {'id': 'byName', 'options': name}, 'properties': properties}


def panel(kind, title, description, targets, unit, width, height, options, custom=None, overrides=(), **defaults):
    targets = targets if isinstance(targets, list) else [targets]
    for n, target in enumerate(targets):
        target['refId'] = chr(ord('A') + n)
    field = {'unit': unit} | {key: value for key, value in defaults.items() if value is not None}
    if custom:
        field['custom'] = custom
    return {'type': kind, 'title': title, 'description': ' '.join(description.split()),
            'datasource': targets[0]['datasource'], 'gridPos': {'w': width, 'h': height},
            'targets': targets, 'fieldConfig': {'defaults': field, 'overrides': list(overrides)}, 'options': options}


def stat(title, description, target, unit='none', width=6, height=4, text='value', **defaults):
    defaults.setdefault('thresholds', steps((None, WITHIN)))
    return panel('stat', title, description, target, unit, width, height,
                 {'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '', 'values': False}, 'orientation': 'auto',
                  'textMode': text, 'colorMode': 'value', 'graphMode': 'none', 'justifyMode': 'auto',
                  'wideLayout': True, 'showPercentChange': False, 'percentChangeColorMode': 'standard'},
                 color={'mode': 'thresholds'}, **defaults)


def lines(title, description, targets, unit='none', width=12, height=8, bars=False, stacked=False, points=False,
          overrides=(), **defaults):
    custom = {'drawStyle': 'bars' if bars else 'points' if points else 'line', 'lineWidth': 0 if bars else 2,
              'fillOpacity': 80 if bars else 8, 'showPoints': 'auto', 'pointSize': 7 if points else 4,
              'spanNulls': False, 'stacking': {'mode': 'normal' if stacked else 'none', 'group': 'A'}}
    return panel('timeseries', title, description, targets, unit, width, height,
                 {'legend': {'displayMode': 'list', 'placement': 'bottom', 'showLegend': True, 'calcs': []},
                  'tooltip': {'mode': 'multi', 'sort': 'desc'}}, custom, overrides, **defaults)


def bars(title, description, targets, unit='none', width=12, height=8, overrides=(), **defaults):
    """One horizontal bar a series, with its newest value."""
    defaults.setdefault('thresholds', steps((None, WITHIN)))
    return panel('bargauge', title, description, targets, unit, width, height,
                 {'reduceOptions': {'calcs': ['lastNotNull'], 'fields': '', 'values': False},
                  'orientation': 'horizontal', 'displayMode': 'basic', 'valueMode': 'color', 'namePlacement': 'auto',
                  'showUnfilled': True, 'sizing': 'auto', 'minVizWidth': 8, 'minVizHeight': 16, 'maxVizHeight': 300,
                  'legend': {'displayMode': 'list', 'placement': 'bottom', 'showLegend': False, 'calcs': []}},
                 color={'mode': 'thresholds'}, overrides=overrides, **defaults)


def table(title, description, target, width=24, height=9, overrides=(), **defaults):
    return panel('table', title, description, target, 'none', width, height,
                 {'showHeader': True, 'cellHeight': 'sm'}, {'align': 'auto', 'filterable': True}, overrides, **defaults)


def row(title):
    return {'type': 'row', 'title': title, 'collapsed': False, 'panels': [], 'gridPos': {'w': 24, 'h': 1}}


def arrange(panels):
    """Gives each its place, from left to right and from top to bottom, and its number."""
    x = y = tallest = 0
    for n, each in enumerate(panels):
        width, height = each['gridPos']['w'], each['gridPos']['h']
        if x + width > 24:
            x, y, tallest = 0, y + tallest, 0
        each['id'] = n + 1
        each['gridPos'] = {'h': height, 'w': width, 'x': x, 'y': y}
        x, tallest = x + width, max(tallest, height)
    return panels


def choice(name, label, query, datasource, multi=True):
    """What the reader may narrow the dashboard to; everything, unless he does."""
    query_text = query if datasource is POSTGRES else {'query': query, 'refId': name}
    return {'name': name, 'label': label, 'type': 'query', 'datasource': datasource, 'query': query_text, 'refresh': 2,
            'sort': 1, 'multi': multi, 'includeAll': True, 'current': {'text': 'All', 'value': '$__all'}}


def dashboard(uid, title, description, panels, time_from, variables=(), annotations=(), refresh='5m'):
    return {'uid': uid, 'title': title, 'description': ' '.join(description.split()), 'tags': ['clearwell'],
            'schemaVersion': 39, 'version': 1, 'editable': False, 'graphTooltip': 1, 'timezone': 'browser',
            'refresh': refresh, 'time': {'from': time_from, 'to': 'now'},
            'links': [{'title': 'Clearwell', 'type': 'dashboards', 'icon': 'external link', 'tooltip': '',
                       'tags': ['clearwell'], 'asDropdown': True, 'targetBlank': False, 'includeVars': False,
                       'keepTime': True}],
            'templating': {'list': list(variables)}, 'annotations': {'list': list(annotations)},
            'panels': arrange(panels)}
