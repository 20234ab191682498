// SPDX-License-Identifier: Apache-2.0
/* mapping_open - a mapping by the name under which it is shipped, or from a file. */
#include <string.h>

#include "base/file.h"
#include "cube/embedded.h"
#include "source/mapping.h"

static const char *const shipped[] = {"baci", "comtrade", "comtrade-old", "ember-intensity", "owid-generation", "iea-gevo",
                                      "iea-minerals", "bgs-minerals", "usgs-minerals", "eu-crm-supply", "capacity", "tidy"};

static rap_status unknown(const char *name, rap_error *err)
{
    rap_text list = {0};
    for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++) rap_text_printf(&list, "%s%s", i ? ", " : "", shipped[i]);
    rap_status status = rap_fail(err, RAP_E_NOT_FOUND, "no mapping is called '%.80s', and there is no such file; shipped are %s",
                                 name, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

rap_status rap_mapping_open(const char *name, rap_mapping **out, rap_error *err)
{
    char file[80];
    (void)snprintf(file, sizeof file, "mappings/%.60s.map", name);
    rap_span text = strchr(name, '/') ? (rap_span){NULL, 0} : rap_embedded(file);
    if (text.data) return rap_mapping_read(name, text, out, err);
    if (rap_path_stat(name, NULL) == RAP_PATH_NONE) return unknown(name, err);
    rap_text read = {0};
    rap_status status = rap_read_file(name, RAP_MAP_BYTES_MAX, &read, err);
    if (status == RAP_OK) status = rap_mapping_read(name, (rap_span){rap_text_get(&read), read.length}, out, err);
    rap_text_release(&read);
    return status;
}
