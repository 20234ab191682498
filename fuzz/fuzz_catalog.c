// SPDX-License-Identifier: Apache-2.0
/* Any bytes as one table of the catalogue: the first byte says which; the others are the built-in ones. */
#include "cube/catalog_tables.h"
#include "cube/embedded.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[RAP_CATALOG_TABLES] = {"countries.tsv", "groups.tsv", "areas.tsv", "kinds.tsv",
                                                             "regions.tsv"};
    if (size == 0) return 0;
    rap_catalog_source sources[RAP_CATALOG_TABLES];
    for (size_t i = 0; i < RAP_CATALOG_TABLES; i++)
        sources[i] = (rap_catalog_source){names[i], rap_embedded(names[i])};
    sources[data[0] % RAP_CATALOG_TABLES].text = (rap_span){(const char *)data + 1, size - 1};
    rap_catalog *catalog;
    if (rap_catalog_read(sources, &catalog, NULL) != RAP_OK) return 0;
    const rap_country *country;
    for (size_t i = 0; (country = rap_catalog_country_at(catalog, i)) != NULL; i++)
        if (rap_catalog_country(catalog, rap_span_of(country->name)) != country) __builtin_trap();
    rap_catalog_close(catalog);
    return 0;
}
