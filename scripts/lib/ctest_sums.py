"""Adds up ctest's JUnit reports: prints passed, failed and skipped, and names each test that failed.

    ctest_sums.py REPORT.xml…

A test passed only if it ran and did not fail. One that was skipped said so itself (SKIP_RETURN_CODE) or was disabled;
whatever else kept a test from running, a missing program for example, is a failure.
"""

import sys
import xml.etree.ElementTree as xml


def outcome(case):
    if case.get("status") == "disabled" or (
        case.find("skipped") is not None and "SKIP" in case.find("skipped").get("message", "")
    ):
        return "skipped"
    return "passed" if case.get("status") == "run" and case.find("failure") is None else "failed"


def main(reports):
    sums = {"passed": 0, "failed": 0, "skipped": 0}
    for report in reports:
        for case in xml.parse(report).getroot().iter("testcase"):
            sums[outcome(case)] += 1
            if outcome(case) == "failed":
                preset = report.rsplit("/", 1)[-1].removesuffix(".xml")
                print(f"  failed ({preset}): {case.get('name')}", file=sys.stderr)
    print(sums["passed"], sums["failed"], sums["skipped"])


main(sys.argv[1:])
