// No bytes bring the readers down: samples, samples cut anywhere, samples with bits turned over.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "hl7/ack.h"
#include "hl7/charges.h"
#include "support.h"

namespace chargelint::hl7 {
namespace {

// Everything a message goes through. Returns a number that depends on all of it, so that nothing is optimized
// away.
std::size_t put_through(std::string_view bytes) {
  std::size_t sum = 0;
  const Split split = split_messages(bytes);
  AckContent content;
  content.control_id = "1";
  for (const std::string_view part : split.messages) {
    const auto decoded = to_utf8(part);
    if (decoded) sum += decoded->size();
    const std::string_view text = decoded && !decoded->empty() ? std::string_view(*decoded) : part;
    const auto message = Message::open(text);
    if (!message) {
      sum += message.error().what.size();
      continue;
    }
    content.errors.clear();
    const Claim claim = read_charges(*message);
    for (const ServiceLine& line : claim.lines) {
      sum += line.code_text.size() + line.modifiers.size() + location_text(line.code_at).size();
      for (const DiagnosisPointer& pointer : line.diagnoses) {
        EXPECT_LT(pointer.index, claim.diagnoses.size());
      }
    }
    for (const ShapeFact& fact : claim.shape) {
      AckError error;
      error.at = fact.at;
      error.message = fact.detail;
      content.errors.push_back(error);
    }
    const std::string answer = write_ack(*message, content);
    EXPECT_LT(answer.size(), 4096U);
    EXPECT_EQ(answer.find('\x0B'), std::string::npos);
    EXPECT_EQ(answer.find('\x1C'), std::string::npos);
    sum += answer.size() + (is_acknowledgement(*message) ? 1 : 0);
    sum += message->header().field(9).text().size() + message->find("FT1").field(7).text().size();
  }
  sum += write_batch_answer(split.envelope, {}, content).size();
  return sum;
}

std::vector<std::string> small_samples() {
  std::vector<std::string> all;
  for (const std::string& name : test::sample_names()) {
    std::string bytes = test::sample(name);
    if (bytes.size() < 12000) all.push_back(std::move(bytes));
  }
  return all;
}

TEST(Robustness, EverySampleIsRead) {
  NEEDS_SAMPLES();
  for (const std::string& name : test::sample_names()) {
    SCOPED_TRACE(name);
    EXPECT_GT(put_through(test::sample(name)), 0U);
  }
}

// The reader alone, at every offset; what follows it, at every one of the shorter samples.
TEST(Robustness, SamplesCutAnywhere) {
  NEEDS_SAMPLES();
  for (const std::string& bytes : small_samples()) {
    for (std::size_t size = 0; bytes.size() >= 1300 && size < bytes.size(); ++size) {
      const auto message = Message::open(std::string_view(bytes).substr(0, size));
      if (!message) continue;
      const Claim claim = read_charges(*message);
      for (const ServiceLine& line : claim.lines) {
        for (const DiagnosisPointer& pointer : line.diagnoses) {
          ASSERT_LT(pointer.index, claim.diagnoses.size());
        }
      }
    }
    const std::size_t step = bytes.size() < 1300 ? 1 : 13;
    // A copy of exact size, so that a read past the end is seen by the address sanitizer.
    for (std::size_t size = 0; size < bytes.size(); size += step) put_through(std::string(bytes, 0, size));
  }
}

TEST(Robustness, SamplesWithBytesTurnedOver) {
  NEEDS_SAMPLES();
  std::mt19937 random(20260130);
  const std::string special = "|^~\\&\r\n\x0B\x1C\"MSHFT1DG \0\xFF";
  for (const std::string& bytes : small_samples()) {
    const int rounds = bytes.size() < 1300 ? 60 : 8;
    for (int round = 0; round < rounds; ++round) {
      std::string changed = bytes;
      const std::size_t changes = 1 + random() % 12;
      for (std::size_t change = 0; change < changes; ++change) {
        const std::size_t at = random() % changed.size();
        switch (random() % 4) {
          case 0:
            changed[at] = static_cast<char>(changed[at] ^ (1U << (random() % 8)));
            break;
          case 1:
            changed[at] = special[random() % special.size()];
            break;
          case 2:
            changed.erase(at, 1 + random() % 9);
            break;
          default:
            changed.insert(at, bytes, random() % bytes.size(), random() % 60);
            break;
        }
        if (changed.empty()) changed = "M";
      }
      put_through(changed);
    }
  }
}

TEST(Robustness, BytesThatAreNoMessage) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(random() % 400, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    put_through(bytes);
    put_through("MSH|^~\\&|" + bytes);
    put_through("MSH|" + bytes);
  }
}

// Inputs that would be slow were any step worse than linear, each about `size` bytes.
std::vector<std::string> hostile_inputs(std::size_t size) {
  const auto repeated = [](const std::string& text, std::size_t wanted) {
    std::string out;
    while (out.size() < wanted) out += text;
    return out;
  };
  const std::string header = "MSH|^~\\&|A|B|C|D|20260130||DFT^P03|1|P|2.5\rEVN|P03\rPID|1||1||A\r";
  return {
      header + "FT1|1|||20260129||CG|" + repeated("~", size),
      header + "FT1|1|||20260129||CG|62324|||1|||||||||" + repeated("1~", size) + "\r",
      header + "FT1|1|||20260129||CG|62324|||1|||||||||" + repeated("A00.1^x^I10~", size) + "\r",
      header + "FT1|1|||20260129||CG|62324||||||||||||||||||62324|" + repeated("59~", size) + "\r",
      header + "FT1|1|||20260129||CG|62324||||||||||||||||||62324|" + repeated("59&", size) + "\r",
      header + "FT1|1|||20260129||CG|62324||||||||||||||||||62324|" + repeated("5^", size) + "\r",
      header + "FT1|1|||20260129||CG|62324||||||||||||||||||62324|" + repeated("25,", size) + "\r",
      header + repeated("DG1|1||A00.1^x^I10\r", size) + repeated("FT1|1|||20260129||CG|62324\r", size),
      header + repeated("FT1|1|A||20260129||CG|62324|||1\rFT1|1|B||20260129||CD|62324|||1\r", size),
      header + "FT1|1|||20260129||CG|\r" + repeated("PR1|1||62324\r", size),
      header + "NTE|1||" + repeated("\\", size) + "\r",
      repeated("\x0B", size),
      repeated("\x0B\r", size),
      repeated("MSH|^~\\&|A ", size),
      repeated("MSH|\r", size / 10),
      "MSH|^~\\&|A " + repeated(" PID|", size),
  };
}

// Eight times the bytes take about eight times as long; a step that is worse than linear takes sixty-four
// times.
TEST(Robustness, HostileInputsTakeNoLongerThanTheirSize) {
  // The program's own time: others on the machine do not count.
  const auto spent_on = [](const std::string& input) {
    const std::clock_t begin = std::clock();
    put_through(input);
    return std::max<std::clock_t>(std::clock() - begin, CLOCKS_PER_SEC / 500);
  };
  const auto small = hostile_inputs(10'000);
  const auto large = hostile_inputs(80'000);
  for (std::size_t index = 0; index < small.size(); ++index) {
    SCOPED_TRACE(small[index].substr(0, 90));
    const auto once = spent_on(small[index]);
    EXPECT_LT(spent_on(large[index]) / once, 40);
  }
}

}  // namespace
}  // namespace chargelint::hl7
