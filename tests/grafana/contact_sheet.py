#!/usr/bin/python3
"""Draws every panel of every dashboard from its live queries into one picture a dashboard, to be looked at.

    contact_sheet.py CLEARWELL      writes grafana/contact_sheets/<dashboard>.png; needs Prometheus and Chromium

The numbers are those of operation.py. The drawing is ours and as plain as can be: it shows what a panel tells, its title, unit,
colours and whether it says it in the room that it has; it is not Grafana's own drawing.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import drawing
from dashboards import GRAFANA, dashboards, panels
from operation import Operation, Reader

PIXELS_A_COLUMN, PIXELS_A_ROW = 66, 38


def answers(operation, reader, panel):
    """[(target, rows or series)]"""
    for target in panel['targets']:
        if 'rawSql' in target:
            yield target, operation.rows(reader.sql(target['rawSql']))
        elif target['instant']:
            yield target, operation.query(reader.promql(target['expr']))
        else:
            yield target, operation.query_range(reader.promql(target['expr']))


def page(operation, dashboard):
    reader = Reader(operation, dashboard)
    boxes, height = [], 0
    for panel in dashboard['panels']:
        at = panel['gridPos']
        height = max(height, at['y'] + at['h'])
        size = (at['w'] * PIXELS_A_COLUMN - 8, at['h'] * PIXELS_A_ROW - 8)
        if panel['type'] == 'row':
            inside = f'<h2>{drawing.escape(panel["title"])}</h2>'
        else:
            inside = drawing.draw(panel, list(answers(operation, reader, panel)), size)
        boxes.append(f'<div class="{panel["type"]}" style="left:{at["x"] * PIXELS_A_COLUMN}px;top:{at["y"] * PIXELS_A_ROW + 76}px;'
                     f'width:{size[0]}px;height:{size[1]}px">{inside}</div>')
    head = (f'<h1>{drawing.escape(dashboard["title"])}</h1><p>{drawing.escape(dashboard["description"])} '
            f'<em>Contact sheet: live queries against {drawing.escape(operation.summary())}. Not drawn by Grafana.</em></p>')
    return drawing.PAGE.format(head=head, body='\n'.join(boxes)), height * PIXELS_A_ROW + 84


def main():
    out = GRAFANA / 'contact_sheets'
    out.mkdir(exist_ok=True)
    with Operation(sys.argv[1]) as operation, tempfile.TemporaryDirectory() as folder:
        time.sleep(5)  # rates need some scrapes of steady use
        for name, dashboard in dashboards():
            html, height = page(operation, dashboard)
            file = pathlib.Path(folder) / f'{name}.html'
            file.write_text(html)
            picture = out / (name.removesuffix('.json') + '.png')
            subprocess.run(['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run',
                            '--disable-background-networking', f'--user-data-dir={folder}/chromium',
                            f'--window-size={24 * PIXELS_A_COLUMN + 16},{height}', f'--screenshot={picture}', file.as_uri()],
                           check=True, capture_output=True)
            print(picture)


if __name__ == '__main__':
    main()
