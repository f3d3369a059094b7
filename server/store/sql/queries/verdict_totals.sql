-- Results by parameter, jurisdiction and what the law said of them.
SELECT parameter, jurisdiction, verdict, total FROM water.verdict_totals
