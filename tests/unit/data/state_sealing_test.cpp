// Encryption of single values and the keyed hash.
#include "data/state/sealing.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chargelint::data::state {
namespace {

const std::string kKey(32, 'k');

TEST(Sealing, OpensWhatItSealed) {
  const Sealer sealer = Sealer::make(kKey).value();
  for (const std::string& plain :
       {std::string(), std::string("7731"), std::string("a\0b", 3), std::string(70000, 'x')}) {
    const std::string sealed = sealer.seal("message.visit_sealed", plain).value();
    EXPECT_EQ(sealed.size(), plain.size() + 29);
    EXPECT_TRUE(plain.size() < 3 || sealed.find(plain) == std::string::npos);
    EXPECT_EQ(sealer.open("message.visit_sealed", sealed).value(), plain);
  }
}

TEST(Sealing, EveryValueHasItsOwnNonce) {
  const Sealer sealer = Sealer::make(kKey).value();
  std::set<std::string> nonces;
  for (int count = 0; count < 1000; ++count)
    nonces.insert(sealer.seal("column", "same").value().substr(1, 12));
  EXPECT_EQ(nonces.size(), 1000U);
}

TEST(Sealing, RefusesEverySingleChangedBit) {
  const Sealer sealer = Sealer::make(kKey).value();
  const std::string sealed = sealer.seal("column", "PATIENT-7731").value();
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    const Result<std::string> opened = sealer.open("column", changed);
    ASSERT_FALSE(opened.has_value()) << "bit " << bit;
    ASSERT_EQ(opened.error().kind, ErrorKind::malformed);
  }
}

TEST(Sealing, RefusesAnotherColumnAnotherKeyAndWhatIsTooShort) {
  const Sealer sealer = Sealer::make(kKey).value();
  const Sealer other = Sealer::make(std::string(32, 'o')).value();
  const std::string sealed = sealer.seal("message.patient_sealed", "7731").value();
  EXPECT_FALSE(sealer.open("message.visit_sealed", sealed).has_value());
  EXPECT_FALSE(other.open("message.patient_sealed", sealed).has_value());
  for (std::size_t size = 0; size < 29; ++size) {
    EXPECT_FALSE(sealer.open("message.patient_sealed", sealed.substr(0, size)).has_value()) << size;
  }
}

TEST(Sealing, TheKeyedHashJoinsEqualValuesOfOneKindUnderOneKey) {
  const Sealer sealer = Sealer::make(kKey).value();
  const Sealer again = Sealer::make(kKey).value();
  const Sealer other = Sealer::make(std::string(32, 'o')).value();
  const Digest digest = sealer.index_key("patient", "7731").value();
  EXPECT_EQ(digest, again.index_key("patient", "7731").value());
  EXPECT_NE(digest, sealer.index_key("visit", "7731").value());
  EXPECT_NE(digest, sealer.index_key("patient", "7732").value());
  EXPECT_NE(digest, other.index_key("patient", "7731").value());
  EXPECT_NE(sealer.index_key("ab", "c").value(), sealer.index_key("a", "bc").value());
}

TEST(Sealing, AKeyHasThirtyTwoBytes) {
  for (const std::size_t size : {0U, 16U, 31U, 33U, 64U}) {
    const Result<Sealer> sealer = Sealer::make(std::string(size, 'k'));
    ASSERT_FALSE(sealer.has_value()) << size;
    EXPECT_NE(sealer.error().what.find(std::to_string(size) + " bytes"), std::string::npos);
  }
}

TEST(Sealing, TheCheckValueBelongsToTheKey) {
  EXPECT_EQ(Sealer::make(kKey).value().check_value(), Sealer::make(kKey).value().check_value());
  EXPECT_NE(Sealer::make(kKey).value().check_value(),
            Sealer::make(std::string(32, 'o')).value().check_value());
}

}  // namespace
}  // namespace chargelint::data::state
