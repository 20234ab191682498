// SPDX-License-Identifier: Apache-2.0
/*
 * openalex - one work's JSON -> one fact. Reads the few members it needs, in any order, and skips the rest.
 *
 * All shapes of 2021-2026: ids as URLs or integers, absent and null members, `countries` absent (institutions' codes),
 * escapes. What every member means stands in openalex.c.
 *
 * What is read is judged; what is skipped is not. Unless strict, damage passes unseen only where it changes nothing
 * that is read and leaves the ends of values where they are: inside values that are not needed (bad UTF-8, bad escapes,
 * brackets of mixed kinds, missing commas), and in the rest of a line whose needed members have all been seen (there
 * only the last byte must be a closing bracket, so a line that is cut there, right behind a bracket, passes). Strict
 * sees everything.
 */
#ifndef RAP_SOURCE_OPENALEX_H
#define RAP_SOURCE_OPENALEX_H

#include "cube/catalog.h"
#include "cube/fact.h"
#include "scan/feed.h"

/** Why a line is no work. Counted by kind; the run goes on. */
typedef enum rap_reject {
    RAP_REJECT_NONE,
    RAP_REJECT_JSON, /**< not a JSON object, or damaged where it was read */
    RAP_REJECT_UTF8, /**< invalid UTF-8 in a member that is read (anywhere under strict) */
    RAP_REJECT_ID,   /**< no id, or not of the form W<digits> */
    RAP_REJECT_YEAR, /**< a publication_year that is no integer in 1000..2050 (null and absent are unknown) */
    RAP_REJECT_COUNTRY, /**< a country code the catalogue does not know */
    RAP_REJECT_TOPIC,   /**< a topic id of another form, or a number over its level's limit */
    RAP_REJECT_TYPE,    /**< a type that is no short word */
    RAP_REJECT_SHAPE, /**< a needed member of another JSON type, or over 100,000 authors, 32 countries of one */
    RAP_REJECT_TOO_LONG, /**< a line over RAP_LINE_MAX */
    RAP_REJECT_END
} rap_reject;

/** A phrase for people: "invalid JSON", "unknown country code", ... */
const char *rap_reject_text(rap_reject reject);

/** One work. Everything borrowed: valid until the next read by the same reader, and no longer than its JSON. */
typedef struct rap_work {
    uint64_t id;      /**< digits of W... */
    uint64_t updated; /**< updated_date as microseconds since 1970; 0 = absent */
    bool xpac, paratext, retracted;
    rap_fact fact;                 /**< amounts[0] = 1 */
    rap_subject nodes[RAP_LEVELS]; /**< the fact's subject cut at each level, 0 where not known */
    rap_span names[RAP_LEVELS];    /**< display names of these nodes, decoded; empty where absent */
    bool *names_kept;            /**< NULL, or a mark for the taker to set when he keeps the names: they are not given again */
} rap_work;

typedef struct rap_openalex rap_openalex;

/**
 * `union_rule`: union of countries and institutions' codes; `strict`: judge every byte (RFC 8259, UTF-8). The catalogue
 * may be closed before the reader.
 */
RAP_MUST_CHECK rap_status rap_openalex_new(const rap_catalog *catalog, bool union_rule, bool strict,
                                           rap_openalex **out, rap_error *err);
void rap_openalex_free(rap_openalex *reader);

/**
 * Reads one work from `json` (one line, without need of its newline; RAP_FEED_PADDING readable bytes follow).
 * Returns RAP_REJECT_NONE and fills `out`, or says why not: then `at` is the offset in `json` and `detail` (borrowed)
 * what was found, in printable ASCII. `*failed` is always written; true means that memory was short and the rest says
 * nothing.
 */
rap_reject rap_openalex_read(rap_openalex *reader, rap_span json, rap_work *out, size_t *at,
                             const char **detail, bool *failed);

/** How a file holds its works. */
typedef enum rap_layout { RAP_LAYOUT_LINES, RAP_LAYOUT_PAGES } rap_layout;

/**
 * Tells from the first bytes of a file (RAP_FEED_PADDING readable bytes follow) whether it is JSON Lines or API pages:
 * it is pages where the first value is an array, or an object with meta, results or group_by before any id.
 */
rap_layout rap_openalex_layout(rap_span start);

/**
 * Calls `see` with each work's JSON in a document of API pages: pages {"meta":..,"results":[..]}, members in any order,
 * pretty printed or not; arrays of them; arrays of works; any sequence of these (one page a line). A page without
 * results has no works. RAP_FEED_PADDING readable bytes follow the document. RAP_E_FORMAT with the byte of damage; works
 * before it were seen.
 */
typedef rap_status (*rap_page_fn)(void *arg, rap_span json, uint64_t byte, rap_error *err);
RAP_MUST_CHECK rap_status rap_openalex_pages(rap_span document, rap_page_fn see, void *arg, rap_error *err);

#endif
