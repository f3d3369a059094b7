#include "common/spec/data_origin.hpp"

namespace clearwell::spec {

bool is_simulated(std::string_view data_origin) {
  return data_origin == "simulated";
}

LocalizedText disclaimer_of(const LabelSpec& label, std::string_view data_origin) {
  if (is_simulated(data_origin))
    return {
        "The training samples are simulated: invented water, labelled by an invented laboratory. What a model "
        "learns from them says nothing about real water and must never decide whether water is safe to drink.",
        "Las muestras de entrenamiento son simuladas: agua inventada, etiquetada por un laboratorio inventado. Lo "
        "que un modelo aprende de ellas no dice nada de un agua real y nunca debe decidir si un agua es segura."};
  if (data_origin == "laboratory")
    return {
        "The training samples are plants' own. What a model learns from them is an estimate, neither a measurement nor "
        "the "
        "verdict of a law, and must never decide whether water is safe to drink.",
        "Las muestras de entrenamiento son de las propias plantas. Lo que un modelo aprende de ellas es una "
        "estimación, ni "
        "una medición ni el veredicto de una ley, y nunca debe decidir si un agua es segura."};
  return label.disclaimer;
}

std::string license_of(const DatasetSpec& spec, std::string_view data_origin) {
  return data_origin == "imported" ? spec.license : std::string();
}

}  // namespace clearwell::spec
