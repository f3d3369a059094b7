#include "server/intake/xml_record_source.hpp"

#include "server/intake/number_text.hpp"

#include <expat.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace clearwell::intake {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kSampleBytesMax = 16 * 1024 * 1024;
constexpr std::size_t kUnreadMax = 1'000;

std::vector<std::string> columns_of(const FileMapping& mapping) {
  std::vector<std::string> columns;
  const auto add = [&](const ColumnNames& names) {
    for (const std::string& name : names)
      if (std::ranges::find(columns, name) == columns.end()) columns.push_back(name);
  };
  const auto add_all = [&](const std::vector<ColumnNames>& all) { std::ranges::for_each(all, add); };
  add_all(mapping.time.columns);
  add(mapping.time.zone_column);
  add_all(mapping.sample_key);
  add(mapping.laboratory);
  add(mapping.stated_verdict);
  add_all(mapping.point.key);
  for (const ColumnNames* names :
       {&mapping.point.name, &mapping.point.site, &mapping.point.latitude, &mapping.point.longitude})
    add(*names);
  if (mapping.rows) {
    const LongLayout& rows = *mapping.rows;
    for (const ColumnNames* names : {&rows.name, &rows.value, &rows.unit, &rows.basis, &rows.fraction, &rows.condition,
                                     &rows.limit, &rows.limit_unit, &rows.status, &rows.stated_verdict, &rows.medium})
      add(*names);
    add_all(rows.key);
  }
  for (const WideColumn& column : mapping.columns)
    add(column.column);
  return columns;
}

struct ParserDeleter {
  void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

// Newer Expat counts lines in 64 bits under another name and calls the old one deprecated; Debian 12 has the old alone.
template <class Handle>
std::uint64_t line_of(Handle parser) {
  if constexpr (requires { XML_GetCurrentLineNumber64(parser); })
    return XML_GetCurrentLineNumber64(parser);
  else
    return XML_GetCurrentLineNumber(parser);
}

class XmlRecordSource : public RecordSource {
 public:
  XmlRecordSource(std::istream& input, const FileMapping& mapping)
      : input_(input), layout_(*mapping.xml), header_(columns_of(mapping)), parser_(XML_ParserCreate(nullptr)) {
    if (!parser_) throw std::bad_alloc();
    for (std::size_t column = 0; column < header_.size(); ++column)
      columns_.emplace(header_[column], column);
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  const std::vector<std::string>& header() const override { return header_; }
  std::vector<std::string> unread() const override { return {unread_.begin(), unread_.end()}; }

  Result<bool> next(CsvRecord& record) override {
    while (ready_.empty()) {
      if (ended_) return false;
      if (Result<Ok> parsed = parse_block(); !parsed) return parsed.error();
    }
    record = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }

 private:
  /// An element that is open.
  struct Element {
    std::string path;  ///< below the sample; of the sample itself and what is above: empty
    std::string text;
    bool has_children = false;
    std::map<std::size_t, std::string> cells;  ///< of elements that ended within it, by column
    std::size_t first_record = 0;              ///< of `records_`: those within it begin here
  };

  Result<Ok> parse_block() {
    void* const buffer = XML_GetBuffer(parser_.get(), kBlock);
    if (buffer == nullptr) throw std::bad_alloc();
    input_.read(static_cast<char*>(buffer), kBlock);
    const auto n = static_cast<int>(input_.gcount());
    ended_ = n == 0;
    if (input_.bad()) return Error{"reading failed after " + line_text(), ""};
    if (XML_ParseBuffer(parser_.get(), n, ended_ ? 1 : 0) == XML_STATUS_OK) return Ok{};
    if (!fault_.empty()) return Error{fault_ + " in " + line_text(), line_text()};
    return Error{std::string("the file is no well-formed XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())) +
                     " in " + line_text(),
                 line_text()};
  }

  std::string line_text() const { return "line " + std::to_string(line_of(parser_.get())); }

  void stop(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  static XmlRecordSource& self(void* data) { return *static_cast<XmlRecordSource*>(data); }
  static void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** /*attributes*/) {
    self(data).start(name);
  }
  static void XMLCALL on_end(void* data, const XML_Char* /*name*/) { self(data).end(); }
  static void XMLCALL on_text(void* data, const XML_Char* text, int n) {
    self(data).add_text({text, static_cast<std::size_t>(n)});
  }
  // Entities of a file's own making can grow without end, and no authority's export needs them.
  static void XMLCALL on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    self(data).stop("a document type declaration stands");
  }

  void start(std::string_view name) {
    if (!fault_.empty()) return;
    if (open_.size() == kDepthMax) return stop("elements are nested more than " + std::to_string(kDepthMax) + " deep");
    if (open_.empty() && std::ranges::find(layout_.roots, name) == layout_.roots.end())
      return stop("the root is <" + std::string(name) + ">, which the mapping does not know,");
    if (open_.size() == 1 && name != layout_.sample)
      return stop("<" + std::string(name) + "> stands where the mapping has <" + layout_.sample + ">");
    Element element;
    if (!open_.empty()) open_.back().has_children = true;
    if (open_.size() > 1) element.path = (open_.back().path.empty() ? "" : open_.back().path + "/") + std::string(name);
    element.first_record = records_.size();
    open_.push_back(std::move(element));
  }

  void add_text(std::string_view text) {
    if (!fault_.empty() || open_.size() < 2) return;
    sample_bytes_ += text.size();
    if (sample_bytes_ > kSampleBytesMax)
      return stop("a sample of more than " + std::to_string(kSampleBytesMax) + " bytes stands");
    open_.back().text += text;
  }

  void end() {
    if (!fault_.empty()) return;
    Element element = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) return;
    if (element.path == layout_.record) return end_record(element);
    if (open_.size() == 1) return end_sample(element);
    if (!element.has_children) return end_leaf(element);
    const bool holds_records = element.first_record < records_.size();
    if (holds_records)
      fill_records(element);
    else
      open_.back().cells.merge(element.cells);
  }

  void end_leaf(const Element& element) {
    const auto column = columns_.find(element.path);
    if (column != columns_.end())
      open_.back().cells.emplace(column->second, std::string(trim(element.text)));
    else if (unread_.size() < kUnreadMax)
      unread_.insert(element.path);
  }

  void end_record(Element& element) {
    records_.push_back({++n_records_, std::vector<std::string>(header_.size()), ""});
    fill_records({"", "", true, std::move(element.cells), records_.size() - 1});
  }

  // What stands in an element holds for the records within it, where they have nothing of their own.
  void fill_records(const Element& element) {
    for (std::size_t i = element.first_record; i < records_.size(); ++i)
      for (const auto& [column, text] : element.cells)
        if (records_[i].cells[column].empty()) records_[i].cells[column] = text;
  }

  void end_sample(const Element& element) {
    fill_records(element);
    std::ranges::move(records_, std::back_inserter(ready_));
    records_.clear();
    sample_bytes_ = 0;
  }

  std::istream& input_;
  XmlLayout layout_;
  std::vector<std::string> header_;
  Parser parser_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<Element> open_;
  std::vector<CsvRecord> records_;  ///< of the sample that is open
  std::deque<CsvRecord> ready_;
  std::set<std::string> unread_;
  std::string fault_;
  std::size_t sample_bytes_ = 0;
  std::size_t n_records_ = 0;
  bool ended_ = false;
};

}  // namespace

std::optional<std::string> xml_root(std::string_view beginning) {
  if (beginning.starts_with("\xEF\xBB\xBF")) beginning.remove_prefix(3);
  while (true) {
    const std::size_t open = beginning.find_first_not_of(" \t\r\n");
    if (open == std::string_view::npos || beginning[open] != '<' || open + 1 == beginning.size()) return std::nullopt;
    beginning.remove_prefix(open + 1);
    if (beginning.front() != '?' && beginning.front() != '!') break;
    const std::string_view closing = beginning.starts_with("!--") ? "-->" : ">";
    const std::size_t close = beginning.find(closing);
    if (close == std::string_view::npos) return std::nullopt;
    beginning.remove_prefix(close + closing.size());
  }
  return std::string(beginning.substr(0, beginning.find_first_of(" \t\r\n/>")));
}

Result<std::unique_ptr<RecordSource>> open_xml(std::istream& input, const FileMapping& mapping) {
  return std::unique_ptr<RecordSource>(std::make_unique<XmlRecordSource>(input, mapping));
}

}  // namespace clearwell::intake
