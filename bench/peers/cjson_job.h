/* Reads a job with cJSON. */
#ifndef BENCH_CJSON_JOB_H
#define BENCH_CJSON_JOB_H

#include <cjson/cJSON.h>

#include "curl_job.h"

static int parse_job(buffer *b, char *status, size_t status_size, size_t *markdown_bytes) {
    cJSON *job = cJSON_ParseWithLength(b->data, b->size);
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(job, "status"));
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(job, "result");
    const char *markdown = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(result, "markdown"));
    int bad = text == NULL || markdown == NULL;
    if (!bad) {
        snprintf(status, status_size, "%s", text);
        *markdown_bytes = strlen(markdown);
    }
    cJSON_Delete(job);
    return bad;
}

#endif
