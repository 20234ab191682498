// SPDX-License-Identifier: Apache-2.0
//
// simdjson_peer - simdjson's On-Demand reader in a tight loop, as a peer of ingest from plain JSON Lines:
//
//   simdjson_peer [--print] FILE...
//
// Of each work it takes the members that ingest takes: id, year, type, countries of authorships (else of their
// institutions), topic with its subfield, field and domain, type of the source, the three flags, time of the update. It
// counts works by (year, field, country) and (year, field, pair); --print writes the counts as "year field a b n", b = "-"
// for a country alone. It looks for members in the order of the snapshot, so On-Demand never goes back, and believes
// every byte: no duplicates, no names, no cube. Files are read in blocks of whole lines, as ingest reads them.
#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace simdjson;

static std::unordered_map<uint64_t, uint64_t> counts;
static uint64_t taken; // of the members that are not counted: keeps them from being optimised away

static uint64_t key_of(uint32_t year, uint32_t field, uint32_t a, uint32_t b)
{
    return uint64_t(year) << 48 | uint64_t(field) << 32 | uint64_t(a) << 16 | b;
}

static uint32_t code_of(std::string_view text)
{
    return text.size() == 2 ? uint32_t(uint8_t(text[0])) << 8 | uint8_t(text[1]) : 0;
}

static void add_code(std::vector<uint32_t> &set, simdjson_result<std::string_view> code)
{
    std::string_view text;
    if (std::move(code).get(text) == SUCCESS && code_of(text)) set.push_back(code_of(text));
}

// countries stand before institutions.
static void read_authorship(ondemand::object author, std::vector<uint32_t> &set)
{
    ondemand::array list;
    size_t before = set.size();
    if (author.find_field("countries").get_array().get(list) == SUCCESS)
        for (auto country : list) add_code(set, country.get_string());
    if (set.size() == before && author.find_field("institutions").get_array().get(list) == SUCCESS)
        for (auto institution : list) add_code(set, institution.find_field("country_code").get_string());
}

static void take(simdjson_result<std::string_view> text)
{
    std::string_view found;
    if (std::move(text).get(found) == SUCCESS) taken += found.size();
}

static void take(simdjson_result<bool> flag)
{
    bool found;
    if (std::move(flag).get(found) == SUCCESS) taken += found;
}

static uint32_t last_number(std::string_view text)
{
    uint32_t number = 0;
    size_t at = text.rfind('/');
    for (size_t i = at == text.npos ? 0 : at + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; i++)
        number = number * 10 + uint32_t(text[i] - '0');
    return number;
}

static uint32_t read_topic(ondemand::object topic)
{
    std::string_view id;
    uint32_t field = 0;
    take(topic.find_field("id").get_string());
    take(topic.find_field("subfield").find_field("id").get_string());
    if (topic.find_field("field").find_field("id").get_string().get(id) == SUCCESS) field = last_number(id);
    take(topic.find_field("domain").find_field("id").get_string());
    return field;
}

static void count(uint32_t year, uint32_t field, std::vector<uint32_t> &set)
{
    std::sort(set.begin(), set.end());
    set.erase(std::unique(set.begin(), set.end()), set.end());
    for (size_t i = 0; i < set.size(); i++) {
        counts[key_of(year, field, set[i], 0)]++;
        for (size_t j = i + 1; j < set.size(); j++) counts[key_of(year, field, set[i], set[j])]++;
    }
}

static void read_work(ondemand::object work, std::vector<uint32_t> &set)
{
    uint64_t year = 0;
    uint32_t field = 0;
    ondemand::array authors;
    ondemand::object topic, location;
    set.clear();
    take(work.find_field("id").get_string());
    if (work.find_field("publication_year").get_uint64().get(year) != SUCCESS) year = 0;
    take(work.find_field("type").get_string());
    if (work.find_field("authorships").get_array().get(authors) == SUCCESS)
        for (auto author : authors) read_authorship(author.get_object(), set);
    if (work.find_field("primary_topic").get_object().get(topic) == SUCCESS) field = read_topic(topic);
    if (work.find_field("primary_location").get_object().get(location) == SUCCESS)
        take(location.find_field("source").find_field("type").get_string());
    take(work.find_field("is_paratext").get_bool());
    take(work.find_field("is_retracted").get_bool());
    take(work.find_field("is_xpac").get_bool());
    take(work.find_field("updated_date").get_string());
    count(uint32_t(year), field, set);
}

static bool read_works(ondemand::parser &parser, const char *text, size_t length, std::vector<uint32_t> &set)
{
    ondemand::document_stream works;
    if (parser.iterate_many(text, length, 8 << 20).get(works) != SUCCESS) return false;
    for (auto work : works) read_work(work.get_object(), set);
    return true;
}

static bool read_file(ondemand::parser &parser, const char *path, std::vector<char> &buffer, std::vector<uint32_t> &set)
{
    size_t used = 0, room = buffer.size() - SIMDJSON_PADDING;
    FILE *file = std::fopen(path, "rb");
    if (!file) return false;
    std::setvbuf(file, nullptr, _IONBF, 0);
    for (size_t got; (got = std::fread(buffer.data() + used, 1, room - used, file)) > 0;) {
        used += got;
        const char *newline = static_cast<const char *>(memrchr(buffer.data(), '\n', used));
        if (!newline) continue;
        size_t whole = size_t(newline - buffer.data()) + 1;
        if (!read_works(parser, buffer.data(), whole, set)) return false;
        std::memmove(buffer.data(), buffer.data() + whole, used - whole);
        used -= whole;
    }
    std::fclose(file);
    return used == 0 || read_works(parser, buffer.data(), used, set);
}

int main(int argc, char **argv)
{
    bool print = argc > 1 && std::strcmp(argv[1], "--print") == 0;
    ondemand::parser parser;
    std::vector<char> buffer((4 << 20) + SIMDJSON_PADDING);
    std::vector<uint32_t> set;
    for (int i = print ? 2 : 1; i < argc; i++)
        if (!read_file(parser, argv[i], buffer, set)) {
            std::fprintf(stderr, "simdjson_peer: can't read %s\n", argv[i]);
            return 1;
        }
    if (!print) {
        std::printf("%llu\n", static_cast<unsigned long long>(taken + counts.size()));
        return 0;
    }
    for (auto &[key, n] : counts) {
        uint32_t a = key >> 16 & 0xFFFF, b = key & 0xFFFF;
        char pair[] = {b ? char(b >> 8) : '-', b ? char(b & 0xFF) : '\0', '\0'};
        std::printf("%u %u %c%c %s %llu\n", unsigned(key >> 48), unsigned(key >> 32 & 0xFFFF), int(a >> 8), int(a & 0xFF),
                    pair, static_cast<unsigned long long>(n));
    }
    return 0;
}
