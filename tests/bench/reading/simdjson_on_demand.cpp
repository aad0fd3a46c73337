// simdjson_on_demand PATH: simdjson's on-demand reader over complete lines, read in 4 MiB chunks into one padded buffer;
// keys are asked for in the order in which they stand. Prints the sum of all numbers and the peak in kB.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <simdjson.h>
#include <string>
#include <unistd.h>

using namespace simdjson;

struct totals {
    double score = 0, logprobs = 0;
    size_t text = 0;
};

static int read_lines(ondemand::parser &parser, const char *text, size_t length, totals &totals)
{
    ondemand::document_stream stream;
    if (parser.iterate_many(text, length, 16u << 20).get(stream))
        return 0;
    for (auto &&document : stream) {
        ondemand::object sample = document.get_object();
        int64_t id = sample["doc_id"];
        ondemand::object doc = sample["doc"];
        std::string_view subject = doc["subject"], passage = doc["passage_id"];
        totals.text += (size_t)id + subject.size() + passage.size();
        for (auto option : ondemand::array(sample["filtered_resps"]))
            totals.logprobs += double(option.at(0));
        totals.score += double(sample["acc"]);
    }
    return 1;
}

static long peak()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:" && status >> word)
            return atol(word.c_str());
    return 0;
}

int main(int argc, char **argv)
{
    const size_t chunk = 4u << 20;
    size_t capacity = chunk * 2, held = 0;
    int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
    char *buffer = (char *)malloc(capacity + SIMDJSON_PADDING);
    ondemand::parser parser;
    totals totals;
    if (file < 0)
        return 2;
    for (ssize_t count = 1; count > 0;) {
        count = read(file, buffer + held, chunk);
        size_t length = held + (size_t)(count > 0 ? count : 0), complete = length;
        if (count > 0) {
            const char *last = (const char *)memrchr(buffer, '\n', length);
            complete = last == nullptr ? 0 : (size_t)(last - buffer) + 1;
        }
        if (complete > 0 && !read_lines(parser, buffer, complete, totals))
            return 1;
        held = length - complete;
        memmove(buffer, buffer + complete, held);
    }
    printf("%.6f %ld\n", totals.score + totals.logprobs, peak());
    return 0;
}
