// SPDX-License-Identifier: Apache-2.0
/* openalex_columns - names of the snapshot's columns looked up in the tree of a schema. */
#include "source/openalex_columns.h"

/* Types of columns that hold one kind of value, as bits. */
#define BIT(type) (1u << (type))
#define INTEGERS (BIT(RAP_PARQUET_INT32) | BIT(RAP_PARQUET_INT64))
#define TEXT BIT(RAP_PARQUET_BYTES)
#define TRUTH BIT(RAP_PARQUET_BOOLEAN)
#define TIMES (INTEGERS | TEXT | BIT(RAP_PARQUET_INT96))

static const struct {
    const char *path;
    unsigned types;
    const char *expected;
} members[RAP_MEMBERS] = {
    [RAP_MEMBER_ID] = {"id", TEXT | INTEGERS, "text or an integer"},
    [RAP_MEMBER_YEAR] = {"publication_year", INTEGERS, "an integer"},
    [RAP_MEMBER_TYPE] = {"type", TEXT, "text"},
    [RAP_MEMBER_LEVEL] = {"primary_topic.domain.id", TEXT | INTEGERS, "text or an integer"},
    [RAP_MEMBER_LEVEL_NAME] = {"primary_topic.domain.display_name", TEXT, "text"},
    [RAP_MEMBER_LEVEL + 2] = {"primary_topic.field.id", TEXT | INTEGERS, "text or an integer"},
    [RAP_MEMBER_LEVEL_NAME + 2] = {"primary_topic.field.display_name", TEXT, "text"},
    [RAP_MEMBER_LEVEL + 4] = {"primary_topic.subfield.id", TEXT | INTEGERS, "text or an integer"},
    [RAP_MEMBER_LEVEL_NAME + 4] = {"primary_topic.subfield.display_name", TEXT, "text"},
    [RAP_MEMBER_LEVEL + 6] = {"primary_topic.id", TEXT | INTEGERS, "text or an integer"},
    [RAP_MEMBER_LEVEL_NAME + 6] = {"primary_topic.display_name", TEXT, "text"},
    [RAP_MEMBER_VENUE] = {"primary_location.source.type", TEXT, "text"},
    [RAP_MEMBER_OLD_VENUE] = {"host_venue.type", TEXT, "text"},
    [RAP_MEMBER_XPAC] = {"is_xpac", TRUTH, "truth values"},
    [RAP_MEMBER_PARATEXT] = {"is_paratext", TRUTH, "truth values"},
    [RAP_MEMBER_RETRACTED] = {"is_retracted", TRUTH, "truth values"},
    [RAP_MEMBER_UPDATED] = {"updated_date", TIMES, "a date, a time or text"},
};

static rap_status another_type(const rap_parquet *file, uint32_t node, const char *expected, rap_error *err)
{
    const rap_parquet_node *at = &file->nodes[node];
    rap_text path = {0};
    rap_parquet_path(file, node, &path);
    rap_status status = rap_fail(
        err, RAP_E_FORMAT, "%s: column %s: expected %s, found %s%s", file->path, rap_text_get(&path), expected,
        at->repetition == RAP_PARQUET_REPEATED ? "a list of " : "", at->leaf ? rap_parquet_type_text((rap_parquet_type)at->type) : "a group of columns");
    rap_text_release(&path);
    return status;
}

/* The node at the end of a path through groups; 0 where it is not there. What should be a group and is none is refused. */
static rap_status follow(const rap_parquet *file, const char *path, uint32_t *out, rap_error *err)
{
    rap_span rest = rap_span_of(path), part;
    uint32_t node = 0;
    *out = 0;
    while (rest.data && rap_span_next(&rest, '.', &part)) {
        char name[32];
        (void)snprintf(name, sizeof name, "%.*s", (int)part.length, part.data);
        node = rap_parquet_child(file, node, name);
        if (!node) return RAP_OK;
        bool last = rest.data == NULL;
        if (!last && (file->nodes[node].leaf || file->nodes[node].rep))
            return another_type(file, node, "a group of columns", err);
    }
    *out = node;
    return RAP_OK;
}

static rap_status find_member(const rap_parquet *file, rap_member member, uint32_t *out, rap_error *err)
{
    RAP_TRY(follow(file, members[member].path, out, err));
    if (*out == 0) return RAP_OK;
    const rap_parquet_node *node = &file->nodes[*out];
    if (!node->leaf || node->rep || !(members[member].types & BIT(node->type)))
        return another_type(file, *out, members[member].expected, err);
    bool counts = node->type == RAP_PARQUET_INT32 || node->type == RAP_PARQUET_INT64;
    if (member == RAP_MEMBER_UPDATED && counts && node->unit == RAP_PARQUET_NO_TIME)
        return another_type(file, *out, members[member].expected, err);
    return RAP_OK;
}

static uint32_t only_child(const rap_parquet *file, uint32_t node)
{
    const rap_parquet_node *at = &file->nodes[node];
    return !at->leaf && node + 1 < at->end && file->nodes[node + 1].end == at->end ? node + 1 : 0;
}

/*
 * The repeated node of a list, and its element: the node itself or what it wraps. `wanted` (NULL: the element is a leaf)
 * tells them apart: the element is the group that has a child of one of these names.
 */
static bool find_list(const rap_parquet *file, uint32_t list, const char *const wanted[2], uint32_t *repeated,
                      uint32_t *element)
{
    uint32_t node = list;
    if (file->nodes[node].repetition != RAP_PARQUET_REPEATED) node = only_child(file, node);
    if (!node || file->nodes[node].repetition != RAP_PARQUET_REPEATED) return false;
    *repeated = *element = node;
    bool is_element = wanted ? rap_parquet_child(file, node, wanted[0]) || rap_parquet_child(file, node, wanted[1])
                             : file->nodes[node].leaf;
    if (!is_element) *element = only_child(file, node);
    return *element && (is_element || file->nodes[*element].repetition != RAP_PARQUET_REPEATED);
}

/* The column of codes in a list of texts, or in a list of groups that have a country_code. */
static rap_status find_codes(const rap_parquet *file, uint32_t author, const char *list, const char *member,
                             uint32_t *out, rap_error *err)
{
    const char *const wanted[2] = {member, member};
    uint32_t node = rap_parquet_child(file, author, list), repeated, element;
    *out = 0;
    if (!node) return RAP_OK;
    if (!find_list(file, node, member ? wanted : NULL, &repeated, &element))
        return member ? RAP_OK : another_type(file, node, "a list of text", err);
    if (member) element = rap_parquet_child(file, element, member);
    if (!element) return RAP_OK; /* institutions without codes */
    const rap_parquet_node *leaf = &file->nodes[element];
    if (!leaf->leaf || leaf->type != RAP_PARQUET_BYTES || leaf->rep != file->nodes[author].rep + 1)
        return another_type(file, element, "text", err);
    *out = element;
    return RAP_OK;
}

static rap_status find_authors(const rap_parquet *file, rap_columns *out, rap_error *err)
{
    static const char *const wanted[2] = {"countries", "institutions"};
    uint32_t list = rap_parquet_child(file, 0, "authorships"), repeated, element;
    if (!list) return RAP_OK;
    if (!find_list(file, list, wanted, &repeated, &element) || file->nodes[element].leaf)
        return another_type(file, list, "a list of groups of columns", err);
    out->author_rep = file->nodes[repeated].rep;
    out->author_def = file->nodes[repeated].def;
    out->author_there = file->nodes[element].def;
    RAP_TRY(find_codes(file, element, "countries", NULL, &out->countries, err));
    return find_codes(file, element, "institutions", "country_code", &out->institutions, err);
}

/* Says which columns are missing, and which are there instead. */
static rap_status missing(const rap_parquet *file, const rap_columns *columns, rap_error *err)
{
    rap_text text = {0};
    rap_text_printf(&text, "%s: no works of OpenAlex in the layout of its snapshot: no column", file->path);
    if (!columns->member[RAP_MEMBER_ID]) rap_text_puts(&text, " id");
    if (!columns->countries && !columns->institutions)
        rap_text_printf(&text, "%s authorships.countries (or authorships.institutions.country_code)",
                        columns->member[RAP_MEMBER_ID] ? "" : ", no");
    rap_text_puts(&text, "; there are");
    const char *comma = " ";
    for (uint32_t node = 1; node < file->n_nodes; node = file->nodes[node].end) {
        rap_span name = file->nodes[node].name;
        rap_text_printf(&text, "%s%.*s", comma, name.length < 60 ? (int)name.length : 60, name.data);
        comma = ", ";
        if (text.length > RAP_ERROR_TEXT) break;
    }
    rap_status status = text.failed ? rap_fail_memory(err) : rap_fail(err, RAP_E_FORMAT, "%s", rap_text_get(&text));
    rap_text_release(&text);
    return status;
}

rap_status rap_columns_find(const rap_parquet *file, rap_columns *out, rap_error *err)
{
    rap_columns columns = {0};
    RAP_TRY(find_member(file, RAP_MEMBER_ID, &columns.member[RAP_MEMBER_ID], err));
    RAP_TRY(find_authors(file, &columns, err));
    if (!columns.member[RAP_MEMBER_ID] || (!columns.countries && !columns.institutions)) return missing(file, &columns, err);
    for (rap_member member = RAP_MEMBER_ID + 1; member < RAP_MEMBERS; member++)
        RAP_TRY(find_member(file, member, &columns.member[member], err));
    uint32_t venue = columns.member[RAP_MEMBER_VENUE];
    if (venue) columns.source_there = file->nodes[file->nodes[venue].parent].def;
    *out = columns;
    return RAP_OK;
}
