# Turns precio_leche.csv (Anio,Mes,Precio_leche; months as Ene, Feb, …, in order, no gaps) into the columns of spec.json:
# for each month what the price was 1, 2, 3, 6 and 12 months before, as far as that is known, and what it came to.
#   awk -f lagged_prices.awk precio_leche.csv > milk_price.csv
BEGIN {
  FS = ","
  split("Ene Feb Mar Abr May Jun Jul Ago Sep Oct Nov Dic", names, " ")
  for (i in names) month_of[names[i]] = i
  n_lags = split("1 2 3 6 12", lags, " ")
  line = "month"
  for (i = 1; i <= n_lags; ++i) line = line ",price_lag_" lags[i]
  print line ",milk_price"
}
FNR > 1 {
  sub(/\r$/, "")
  price[++n] = $3
  line = sprintf("%d-%02d-01", $1, month_of[$2])
  for (i = 1; i <= n_lags; ++i) line = line "," (n > lags[i] ? price[n - lags[i]] : "")
  if (n > 1) print line "," $3
}
