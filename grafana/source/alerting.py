"""The alerts of alerts/alerts.yml as Grafana's own rules: it is Grafana that tells people, and it tells of its own rules only."""

import pathlib

import yaml

ALERTS = pathlib.Path(__file__).resolve().parents[1] / 'alerts' / 'alerts.yml'
HEAD = '# Written by grafana/generate from alerts/alerts.yml. Do not edit.\n'


def build():
    """The text of the provisioning file."""
    groups = yaml.safe_load(ALERTS.read_text())['groups']
    provisioned = {'apiVersion': 1, 'groups': [
        {'orgId': 1, 'name': group['name'], 'folder': 'Clearwell', 'interval': '1m',
         'rules': [rule_of(alert) for alert in group['rules']]} for group in groups]}
    return HEAD + yaml.safe_dump(provisioned, sort_keys=False, allow_unicode=True, width=1000)


def rule_of(alert):
    return {'uid': uid_of(alert['alert']), 'title': alert['alert'], 'condition': 'B', 'for': alert.get('for', '0s'),
            'data': [query(alert['expr']), any_series()],
            # An alert's query answers with nothing as long as all is well; that Prometheus is away is an error, and told.
            'noDataState': 'OK', 'execErrState': 'Error',
            'labels': alert['labels'],
            'annotations': {name: text.replace('{{ $value |', '{{ $values.A.Value |')
                            for name, text in alert['annotations'].items()}}


def uid_of(name):
    return ''.join('-' + letter.lower() if letter.isupper() else letter for letter in name).lstrip('-')


def query(expr):
    return {'refId': 'A', 'datasourceUid': 'clearwell-prometheus', 'relativeTimeRange': {'from': 600, 'to': 0},
            'model': {'refId': 'A', 'expr': ' '.join(expr.split()), 'instant': True, 'range': False}}


def any_series():
    """As in Prometheus, a series that is there is an alert, whatever its value."""
    return {'refId': 'B', 'datasourceUid': '__expr__',
            'model': {'refId': 'B', 'type': 'math', 'expression': 'is_number($A) || is_nan($A) || is_inf($A)'}}
