// SPDX-License-Identifier: Apache-2.0
/* Facts as canonical bytes: there and back again, one encoding a fact, nothing else accepted. */
#include "support/facts.h"

#include "source/encode.h"

static rap_span encoded(const rap_fact *fact, rap_text *room)
{
    rap_text_clear(room);
    rap_encode_fact(fact, room);
    assert_false(room->failed);
    return (rap_span){room->data, room->length};
}

static void assert_same_fact(const rap_fact *a, const rap_fact *b)
{
    assert_int_equal(a->year, b->year);
    assert_true(a->subject == b->subject);
    assert_int_equal(rap_span_compare(a->kind, b->kind), 0);
    assert_int_equal(a->n_places, b->n_places);
    for (size_t i = 0; i < a->n_places; i++) assert_int_equal(a->places[i], b->places[i]);
    bool shares = rap_fact_has_shares(a->n_places, a->kind);
    assert_true(shares == (b->shares != NULL));
    for (size_t i = 0; shares && i < a->n_places; i++) assert_true(a->shares[i] == b->shares[i]);
    assert_int_equal(a->n_ties, b->n_ties);
    if (a->n_ties) assert_memory_equal(a->ties, b->ties, a->n_ties * sizeof *a->ties);
    assert_int_equal(b->amounts[0], 1);
}

static void test_a_fact_comes_back_as_it_was(void **state)
{
    (void)state;
    rap_text room = {0};
    rap_decoded back = {0};
    sample s;
    size_t bytes = 0, works = 0;
    for (uint64_t i = 0; i < 5000; i++) {
        const rap_fact *fact = sample_at(&s, i);
        if (fact->amounts[0] != 1) continue; /* a cell, not a work */
        rap_span text = encoded(fact, &room);
        bytes += text.length;
        works++;
        assert_int_equal(rap_decode(text, &back, NULL), RAP_OK);
        assert_int_equal(back.left_out, 0);
        assert_same_fact(fact, &back.fact);
    }
    assert_in_range(bytes / works, 15, 40);
    rap_decoded_release(&back);
    rap_text_release(&room);
}

static void test_a_copy_is_the_fact_and_borrows_nothing(void **state)
{
    (void)state;
    rap_text room = {0};
    rap_decoded back = {0}, copy = {0};
    sample s;
    for (uint64_t i = 0; i < 500; i++) {
        const rap_fact *fact = sample_at(&s, i);
        if (fact->amounts[0] != 1) continue; /* a cell, not a work */
        assert_int_equal(rap_decode(encoded(fact, &room), &back, NULL), RAP_OK);
        assert_int_equal(rap_decoded_copy(&copy, &back.fact, NULL), RAP_OK);
        assert_int_equal(rap_decode(encoded(sample_of(&s, 1, 1, "other", "AA BB CC DD", 1), &room), &back, NULL), RAP_OK);
        assert_same_fact(sample_at(&s, i), &copy.fact);
    }
    rap_fact strange = {.kind = {room.data, RAP_KIND_MAX + 1}};
    assert_int_equal(rap_decoded_copy(&copy, &strange, NULL), RAP_E_USAGE);
    rap_decoded_release(&back);
    rap_decoded_release(&copy);
    rap_text_release(&room);
}

static void test_the_largest_party_and_every_year_fit(void **state)
{
    (void)state;
    static rap_place places[RAP_PARTY_MAX];
    static uint64_t shares[RAP_PARTY_MAX];
    static rap_tie ties[70000];
    for (size_t i = 0; i < RAP_PARTY_MAX; i++) {
        places[i] = (rap_place)(100 + 7 * i);
        shares[i] = i % 2 ? RAP_UNIT : i;
    }
    size_t n = 0;
    for (size_t i = 0; i < RAP_PARTY_MAX && n < 70000; i++)
        for (size_t k = i + 1; k < RAP_PARTY_MAX && n < 70000; k++) ties[n++] = (rap_tie){places[i], places[k]};
    rap_text room = {0};
    rap_decoded back = {0};
    static const int years[] = {INT16_MIN, -1, 0, 1000, 2050, INT16_MAX};
    static const size_t sizes[] = {0, 1, 2, 254, 255, 256, RAP_PARTY_MAX};
    for (size_t y = 0; y < 6; y++)
        for (size_t i = 0; i < 7; i++) {
            rap_fact fact = {.year = (int16_t)years[y], .subject = UINT64_MAX, .kind = rap_span_of("strange kind"),
                             .n_places = sizes[i], .places = places, .shares = shares,
                             .n_ties = i == 6 ? 70000 : i == 5 ? 255 : 0, .ties = ties, .amounts = {1}};
            assert_int_equal(rap_decode(encoded(&fact, &room), &back, NULL), RAP_OK);
            assert_same_fact(&fact, &back.fact);
        }
    rap_decoded_release(&back);
    rap_text_release(&room);
}

static void test_a_work_that_is_left_out_has_its_reasons_only(void **state)
{
    (void)state;
    rap_decoded back = {0};
    for (unsigned reasons = 1; reasons < 1u << RAP_LEFT_OUT_END; reasons++) {
        rap_text room = {0};
        rap_encode_left_out(reasons, &room);
        assert_int_equal(room.length, 1);
        assert_int_equal(rap_decode((rap_span){room.data, room.length}, &back, NULL), RAP_OK);
        assert_int_equal(back.left_out, reasons);
        rap_text_release(&room);
    }
    assert_int_equal(rap_decode((rap_span){"\x08", 1}, &back, NULL), RAP_E_FORMAT);
}

/* Whatever is accepted is what the writer writes: so damage is seen, or is another fact, but never a second spelling. */
static void test_each_cut_and_each_changed_byte_is_refused_or_another_fact(void **state)
{
    (void)state;
    rap_text room = {0}, again = {0};
    rap_decoded back = {0};
    sample s;
    for (uint64_t i = 0; i < 300; i++) {
        rap_span text = encoded(sample_at(&s, i), &room);
        for (size_t cut = 0; cut < text.length; cut++)
            assert_int_equal(rap_decode((rap_span){text.data, cut}, &back, NULL), RAP_E_FORMAT);
        for (size_t at = 0; at < text.length; at++)
            for (unsigned bit = 0; bit < 8; bit++) {
                room.data[at] = (char)(room.data[at] ^ 1 << bit);
                if (rap_decode(text, &back, NULL) == RAP_OK && !back.left_out) {
                    rap_span same = encoded(&back.fact, &again);
                    assert_int_equal(rap_span_compare(same, text), 0);
                }
                room.data[at] = (char)(room.data[at] ^ 1 << bit);
            }
    }
    rap_decoded_release(&back);
    rap_text_release(&room);
    rap_text_release(&again);
}

static void test_without_memory_it_says_so(void **state)
{
    (void)state;
    rap_text room = {0};
    sample s;
    rap_span text = encoded(sample_of(&s, 2020, 1, "article;journal;all", "CN NO", 1), &room);
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        rap_decoded back = {0};
        rap_alloc_fail_after(n);
        status = rap_decode(text, &back, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
        rap_decoded_release(&back);
    }
    rap_text none = {0};
    rap_alloc_fail_after(1);
    rap_encode_fact(&s.fact, &none);
    rap_alloc_fail_after(0);
    assert_true(none.failed);
    rap_text_release(&none);
    rap_text_release(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fact_comes_back_as_it_was),
        cmocka_unit_test(test_a_copy_is_the_fact_and_borrows_nothing),
        cmocka_unit_test(test_the_largest_party_and_every_year_fit),
        cmocka_unit_test(test_a_work_that_is_left_out_has_its_reasons_only),
        cmocka_unit_test(test_each_cut_and_each_changed_byte_is_refused_or_another_fact),
        cmocka_unit_test(test_without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
