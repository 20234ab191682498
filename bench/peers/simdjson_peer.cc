// SPDX-License-Identifier: Apache-2.0
//
// simdjson_peer - the whole job in a tight loop on simdjson's On-Demand reader, as a peer of ingest: for each work its
// distinct countries (of authorships, else of their institutions), year and field; counts by (year, field, country)
// and (year, field, pair). Plain JSON Lines. With --print the counts are written: S year field country - n, P ... n.
//
//   simdjson_peer [--print] FILE...
//
// Members are taken in the order of the snapshot, so On-Demand never goes back.
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

static void read_authorship(ondemand::object author, std::vector<uint32_t> &set)
{
    ondemand::array list;
    size_t before = set.size();
    for (auto member : author) {
        std::string_view key = member.unescaped_key();
        if (key == "countries") {
            if (member.value().get_array().get(list) == SUCCESS)
                for (auto country : list) add_code(set, country.get_string());
        } else if (key == "institutions" && set.size() == before) {
            if (member.value().get_array().get(list) == SUCCESS)
                for (auto institution : list) add_code(set, institution.find_field("country_code").get_string());
        }
    }
}

static uint32_t last_number(std::string_view text)
{
    uint32_t number = 0;
    size_t at = text.rfind('/');
    for (size_t i = at == text.npos ? 0 : at + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; i++)
        number = number * 10 + uint32_t(text[i] - '0');
    return number;
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
    std::string_view id;
    set.clear();
    if (work.find_field("publication_year").get_uint64().get(year) != SUCCESS) year = 0;
    if (work.find_field("authorships").get_array().get(authors) == SUCCESS)
        for (auto author : authors) read_authorship(author.get_object(), set);
    ondemand::object topic;
    if (work.find_field("primary_topic").get_object().get(topic) == SUCCESS &&
        topic.find_field("field").find_field("id").get_string().get(id) == SUCCESS)
        field = last_number(id);
    count(uint32_t(year), field, set);
}

int main(int argc, char **argv)
{
    bool print = argc > 1 && std::strcmp(argv[1], "--print") == 0;
    ondemand::parser parser;
    std::vector<uint32_t> set;
    for (int i = print ? 2 : 1; i < argc; i++) {
        padded_string text;
        if (padded_string::load(argv[i]).get(text) != SUCCESS) return 1;
        ondemand::document_stream works;
        if (parser.iterate_many(text, 4 << 20).get(works) != SUCCESS) return 1;
        for (auto work : works) read_work(work.get_object(), set);
    }
    for (auto &[key, n] : counts) {
        if (!print) break;
        uint32_t a = key >> 16 & 0xFFFF, b = key & 0xFFFF;
        std::printf("%c %u %u %c%c %c%c %llu\n", b ? 'P' : 'S', unsigned(key >> 48), unsigned(key >> 32 & 0xFFFF),
                    int(a >> 8), int(a & 0xFF), b ? int(b >> 8) : '-', b ? int(b & 0xFF) : '-', (unsigned long long)n);
    }
    return 0;
}
