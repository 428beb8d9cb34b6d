/* GET /job/{id} with libcurl and simdjson, one call after another on one connection.
 *
 * usage: PULSE_API_KEY=... curl_simdjson BASE_URL JOB_ID COUNT
 */
#include <simdjson.h>

#define BODY_PADDING simdjson::SIMDJSON_PADDING
#include "curl_job.h"
#include "one_job.h"

static int parse_job(buffer *b, char *status, size_t status_size, size_t *markdown_bytes) {
    static simdjson::ondemand::parser parser;
    simdjson::ondemand::document job;
    std::string_view text, markdown;
    if (parser.iterate(b->data, b->size, b->size + BODY_PADDING).get(job) != simdjson::SUCCESS ||
        job["status"].get_string().get(text) != simdjson::SUCCESS) {
        return 1;
    }
    snprintf(status, status_size, "%.*s", static_cast<int>(text.size()), text.data());
    if (job["result"]["markdown"].get_string().get(markdown) != simdjson::SUCCESS) {
        return 1;
    }
    *markdown_bytes = markdown.size();
    return 0;
}

int main(int argc, char **argv) {
    return one_after_another(argc, argv);
}
