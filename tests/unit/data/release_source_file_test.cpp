// Files as they are published: plain, gzip, zip, and what is none of these.
#include "reference_fixture.h"

namespace chargelint::data::testing {
namespace {

struct Seen {
  std::string label;
  std::string content;
  std::string digest;
};

Result<std::vector<Seen>> texts_of(const std::string& path) {
  return guarded(path, [&] {
    std::vector<Seen> seen;
    read_source_file(path, [&](SourceText& text) {
      seen.push_back({text.label(), text.content(), text.digest()});
    });
    return seen;
  });
}

TEST(SourceFile, ReadsPlainAndGzipAlike) {
  const ReferenceFolder folder;
  const std::string content(200'000, 'x');
  const auto plain = texts_of(folder.write("a.txt", content));
  ASSERT_TRUE(plain) << to_string(plain.error());
  ASSERT_EQ(plain->size(), 1U);
  EXPECT_EQ(plain->front().content, content);
  const std::string packed = gzip_of(content);
  const auto gzip = texts_of(folder.write("a.txt.gz", packed));
  ASSERT_TRUE(gzip) << to_string(gzip.error());
  EXPECT_EQ(gzip->front().content, content);
  EXPECT_EQ(gzip->front().digest, sha256_hex(packed)) << "the digest is of the file as it lies there";
}

TEST(SourceFile, ReadsEveryMemberOfAZip) {
  const ReferenceFolder folder;
  const std::string path = folder.write("ncci.zip", zip_of({{"one.txt", "first"}, {"in/two.txt", "second"}}));
  const auto members = texts_of(path);
  ASSERT_TRUE(members) << to_string(members.error());
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ((*members)[0].label, path + ":one.txt");
  EXPECT_EQ((*members)[1].content, "second");
  EXPECT_EQ((*members)[1].digest, sha256_hex("second"));
}

TEST(SourceFile, TakesAnOfficeDocumentForOneTextOfNoKind) {
  const ReferenceFolder folder;
  const std::string path =
      folder.write("a.xlsx", zip_of({{"[Content_Types].xml", "<x/>"}, {"xl/workbook.xml", "<x/>"}}));
  const auto texts = texts_of(path);
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->size(), 1U);
  EXPECT_EQ(texts->front().label, path);
  EXPECT_TRUE(texts->front().content.empty());
}

TEST(SourceFile, RefusesWhatIsCutOff) {
  const ReferenceFolder folder;
  const std::string packed = gzip_of(std::string(200'000, 'x'));
  const auto cut = texts_of(folder.write("a.gz", packed.substr(0, packed.size() / 2)));
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().kind, ErrorKind::malformed);
  const auto missing = texts_of(folder.at("nowhere.txt"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
}

TEST(SourceFile, KnowsAnEmptyFileAsNothing) {
  const ReferenceFolder folder;
  const auto texts = texts_of(folder.write("ccipra-v322r0-f1.TXT", ""));
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->size(), 1U);
  EXPECT_TRUE(texts->front().content.empty());
}

}  // namespace
}  // namespace chargelint::data::testing
