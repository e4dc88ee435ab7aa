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

TEST(SourceFile, ReadsAZipWithinAZipButNoDeeper) {
  const ReferenceFolder folder;
  const std::string inner = zip_of({{"csv/article.csv", "a,b"}, {"table.gz", gzip_of("packed")}});
  const std::string outer = zip_of({{"current_article_csv.zip", inner}, {"readme.txt", "read me"}});
  const std::string path = folder.write("current_article.zip", outer);
  const auto texts = texts_of(path);
  ASSERT_TRUE(texts) << to_string(texts.error());
  ASSERT_EQ(texts->size(), 3U);
  EXPECT_EQ((*texts)[0].label, path + ":current_article_csv.zip:csv/article.csv");
  EXPECT_EQ((*texts)[0].content, "a,b");
  EXPECT_EQ((*texts)[1].content, "packed");
  const auto deeper = texts_of(folder.write("all.zip", zip_of({{"one.zip", outer}})));
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().kind, ErrorKind::unsupported);
}

TEST(SourceFile, NamesWhereAMemberLies) {
  const ReferenceFolder folder;
  std::string seen;
  read_source_file(folder.write("rvu25d.zip", zip_of({{"tables/OPPSCAP_Oct.csv", "x"}})),
                   [&](SourceText& text) {
                     seen = text.archive_name() + "|" + std::string(text.folder()) + "|" + text.name();
                   });
  EXPECT_EQ(seen, "rvu25d.zip|tables|OPPSCAP_Oct.csv");
}

TEST(SourceFile, NamesWhatLiesBesideAFile) {
  const ReferenceFolder folder;
  folder.write("2025/PPRRVU2025_Oct.csv", "x");
  std::vector<std::string> beside;
  std::string in;
  read_source_file(folder.write("2025/OPPSCAP_Oct.csv", "x"), [&](SourceText& text) {
    beside = text.beside();
    in = text.folder();
  });
  EXPECT_EQ(beside.size(), 2U);
  EXPECT_EQ(in, "2025");
}

TEST(SourceFile, ReadsUtf16AsUtf8) {
  const ReferenceFolder folder;
  const std::string expected = "A,\xC3\xA4,\xF0\x9F\x99\x82\n";
  const std::string little(
      "\xFF\xFE"
      "A\0,\0\xE4\0,\0\x3D\xD8\x42\xDE\n\0",
      16);
  const std::string great("\xFE\xFF\0A\0,\0\xE4\0,\xD8\x3D\xDE\x42\0\n", 16);
  for (const std::string& content : {little, great}) {
    const auto texts = texts_of(folder.write("a.csv", content));
    ASSERT_TRUE(texts) << to_string(texts.error());
    EXPECT_EQ(texts->front().content, expected);
  }
  const auto cut = texts_of(folder.write("a.csv", little.substr(0, 11)));
  ASSERT_FALSE(cut);
  EXPECT_NE(cut.error().what.find("UTF-16"), std::string::npos);
}

struct ForeignCase {
  std::string name;
  std::string content;
  std::string says;
};
class Foreign : public ::testing::TestWithParam<ForeignCase> {};

TEST_P(Foreign, IsRefusedOrNamedInOneSentence) {
  const ReferenceFolder folder;
  const auto texts = texts_of(folder.write(GetParam().name, GetParam().content));
  if (!texts) {
    EXPECT_EQ(texts.error().kind, ErrorKind::malformed);
    EXPECT_NE(texts.error().what.find(GetParam().says), std::string::npos) << texts.error().what;
    return;
  }
  ASSERT_EQ(texts->size(), 1U);
  EXPECT_NE(foreign_kind(texts->front().content).find(GetParam().says), std::string_view::npos)
      << foreign_kind(texts->front().content);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, Foreign,
    ::testing::Values(
        ForeignCase{"rvu26c.zip", "\r\n<!DOCTYPE html>\n<html><body>Licence</body></html>", "web page"},
        ForeignCase{"ccipra-v322r0-f1.TXT", "<html lang=\"en\"><head></head></html>", "web page"},
        ForeignCase{"page.xml", "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html/>", "web page"},
        ForeignCase{"empty.csv", "", "empty"}, ForeignCase{"empty.csv.gz", gzip_of(""), "empty"},
        ForeignCase{"half.zip", zip_of({{"one.txt", std::string(5000, 'x')}}).substr(0, 3000), "cut off"},
        ForeignCase{"without-end.zip",
                    zip_of({{"one.txt", "first"}}).substr(0, zip_of({{"one.txt", "first"}}).size() - 4),
                    "cut off"},
        ForeignCase{"half.csv.gz", gzip_of(std::string(100'000, 'x')).substr(0, 50'000),
                    "damaged or cut off"},
        ForeignCase{"old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old Excel"},
        ForeignCase{"layout.pdf", "%PDF-1.7\n", "PDF"},
        ForeignCase{"letter.docx", zip_of({{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<x/>"}}),
                    "without sheets"},
        ForeignCase{"bytes.csv", std::string("a,b\0c", 6), "no text"}));

TEST(ForeignKind, LeavesTextAndXmlAlone) {
  for (const std::string_view head :
       {"a,b\n", "<?xml version=\"1.0\"?><ICD10CM.tabular>", "\xEF\xBB\xBFx", ""}) {
    EXPECT_EQ(foreign_kind(head), "") << head;
  }
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

}  // namespace
}  // namespace chargelint::data::testing
