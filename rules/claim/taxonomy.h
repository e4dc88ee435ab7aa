// Which licence a taxonomy or specialty code stands for, where that is plain. Used by the readers.
#pragma once

#include <array>
#include <string_view>

#include "rules/claim/claim.h"

namespace chargelint {

[[nodiscard]] inline Licence licence_of(std::string_view specialty) {
  struct Known {
    std::string_view begins;
    Licence licence;
  };
  // The longer beginnings first. Taxonomies have ten characters, Medicare specialties two.
  static constexpr std::array<Known, 16> kTaxonomies = {{{"163WR0006", Licence::first_assistant},
                                                         {"3675", Licence::nurse_anesthetist},
                                                         {"363", Licence::non_physician},
                                                         {"364S", Licence::non_physician},
                                                         {"367A", Licence::non_physician},
                                                         {"2251", Licence::therapist},
                                                         {"2252", Licence::therapist},
                                                         {"225X", Licence::therapist},
                                                         {"224Z", Licence::therapist},
                                                         {"235Z", Licence::therapist},
                                                         {"2355", Licence::therapist},
                                                         {"291U", Licence::laboratory},
                                                         {"332B", Licence::supplier},
                                                         {"20", Licence::physician},
                                                         {"213E", Licence::physician},
                                                         {"152W", Licence::physician}}};
  static constexpr std::array<Known, 9> kSpecialties = {{{"42", Licence::non_physician},
                                                         {"43", Licence::nurse_anesthetist},
                                                         {"50", Licence::non_physician},
                                                         {"89", Licence::non_physician},
                                                         {"97", Licence::non_physician},
                                                         {"15", Licence::therapist},
                                                         {"65", Licence::therapist},
                                                         {"67", Licence::therapist},
                                                         {"69", Licence::laboratory}}};
  if (specialty.size() == 2) {
    for (const Known& known : kSpecialties) {
      if (known.begins == specialty) return known.licence;
    }
  } else if (specialty.size() == 10 && specialty.back() == 'X') {
    for (const Known& known : kTaxonomies) {
      if (specialty.starts_with(known.begins)) return known.licence;
    }
  }
  return Licence::unstated;
}

}  // namespace chargelint
