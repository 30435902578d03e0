// SPDX-License-Identifier: MIT
#include "cli/csv.hpp"

#include <catch2/catch_test_macros.hpp>

#include "cli/sample_writer.hpp"

namespace usagestat::cli {
namespace {

model::HistorySample sample() {
  model::HistorySample sample;
  sample.at = *base::parse_rfc3339("2026-05-20T09:14:02Z");
  sample.provider_id = "acme";
  sample.instance_id = "acme-work";
  sample.display_name = "Acme, Inc. \"EU\"";
  sample.metrics.primary_percent = 42;
  sample.metrics.cost = 3.25;
  return sample;
}

TEST_CASE("cells are quoted when they must be") {
  CHECK(csv_cell("plain text") == "plain text");
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("Acme, Inc. \"EU\"") == R"("Acme, Inc. ""EU""")");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("two\rlines") == "\"two\rlines\"");
}

TEST_CASE("no cell is a formula") {
  CHECK(csv_cell("=1+1") == "'=1+1");
  CHECK(csv_cell("+1") == "'+1");
  CHECK(csv_cell("-1") == "'-1");
  CHECK(csv_cell("@SUM(A1)") == "'@SUM(A1)");
  CHECK(csv_cell("\t=1") == "'\t=1");
  CHECK(csv_cell("\r=1") == "\"'\r=1\"");
  CHECK(csv_cell("=F(\"x\",1)") == "\"'=F(\"\"x\"\",1)\"");
  CHECK(csv_cell("a=1") == "a=1");
}

TEST_CASE("rows under their header") {
  CHECK(csv_header(false) ==
        "ts,provider_id,display_name,plan,primary_percent,input_tokens,output_tokens,cost,"
        "reset_time\n");
  CHECK(csv_header(true).starts_with("ts,provider_id,instance_id,display_name,"));
  CHECK(csv_row(sample(), false) ==
        "2026-05-20T09:14:02+00:00,acme,\"Acme, Inc. \"\"EU\"\"\",,42.00,,,3.250000,\n");
  model::HistorySample full = sample();
  full.plan = "=Pro";
  full.metrics.input_tokens = 1200;
  full.metrics.output_tokens = 0;
  full.metrics.cost = -1;
  full.metrics.reset_time = "2026-05-20T13:00:00+00:00";
  CHECK(csv_row(full, true) ==
        "2026-05-20T09:14:02+00:00,acme,acme-work,\"Acme, Inc. \"\"EU\"\"\",'=Pro,42.00,1200,0,"
        "-1.000000,2026-05-20T13:00:00+00:00\n");
}

std::string document(const SampleForm& form, int samples) {
  std::string text;
  SampleWriter writer(form, [&text](std::string_view part) -> base::Result<void> {
    text += part;
    return {};
  });
  for (int i = 0; i < samples; ++i) REQUIRE(writer.write(sample()).has_value());
  REQUIRE(writer.end().has_value());
  return text;
}

TEST_CASE("a document written in pieces is the one written at once") {
  for (const auto style : {base::JsonStyle::pretty, base::JsonStyle::compact}) {
    for (const int count : {0, 1, 3}) {
      base::json::array array;
      base::json::array exported;
      for (int i = 0; i < count; ++i) {
        array.push_back(model::sample_to_json(sample()));
        exported.push_back(model::sample_to_export_json(sample()));
      }
      CHECK(document({SampleForm::Kind::json, style, false}, count) ==
            base::write_json(array, style) + "\n");
      CHECK(document({SampleForm::Kind::json, style, true}, count) ==
            base::write_json(exported, style) + "\n");
    }
  }
  CHECK(document({SampleForm::Kind::csv, {}, true}, 0) == csv_header(false));
  CHECK(document({SampleForm::Kind::csv, {}, false}, 2) ==
        csv_header(true) + csv_row(sample(), true) + csv_row(sample(), true));
  CHECK(document({SampleForm::Kind::plain, {}, false}, 0).empty());
}

TEST_CASE("plain rows cannot drive a terminal or break their columns") {
  model::HistorySample odd = sample();
  odd.plan = "\x1b[31mPro\tMax";
  odd.progress = {model::ProgressLine{"Weekly", 130, 100, {}, {}, {}, {}},
                  model::ProgressLine{"Free", 1, 0, {}, {}, {}, {}}};
  CHECK(plain_row(odd) == "2026-05-20T09:14:02Z\tacme-work\t [31mPro Max\t42.0%\tWeekly=130.0%\n");
}

}  // namespace
}  // namespace usagestat::cli
