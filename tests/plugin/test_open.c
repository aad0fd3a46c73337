/* What opening refuses, and how it says so. */
#include "host.h"
#include "tap.h"

static whisker_error error;

static int32_t open_with(whisker_session_options options)
{
    whisker_session *session = (whisker_session *)&options;
    options.size = sizeof options;
    error = (whisker_error){.line = 0};
    int32_t status = whisker_session_open(&options, &session, &error);
    passes("a session, or none", (session != NULL) == (status == WHISKER_OK), "status %d", (int)status);
    whisker_session_close(session);
    return status;
}

static void refuses_text(const char *name, const char *config, const char *message, int line)
{
    int32_t status = open_with((whisker_session_options){.config_text = config, .config_name = "c.lua"});
    same_count(name, status, WHISKER_BAD_OPTION);
    same_text(name, error.text, message);
    same_count(name, error.line, line);
}

static void configs(void)
{
    refuses_text("a misspelt key", "return {\n  clutser = 'x',\n}",
                 "c.lua:2: unknown key 'clutser' in the config; did you mean 'cluster'?", 2);
    refuses_text("a mistake of syntax", "return {\n\n  title = = }", "c.lua:3: unexpected symbol near '='", 3);
    refuses_text("an error while it runs", "local x = nil\nreturn { title = x.y }",
                 "c.lua:2: attempt to index a nil value (local 'x')", 2);
    refuses_text("a hook that is none", "return { on_sample = 1 }", "c.lua:1: 'on_sample' must be a function", 1);
    same_count("a config without end", open_with((whisker_session_options){.config_text = "while true do end"}),
               WHISKER_BAD_OPTION);
    passes("is stopped", strstr(error.text, "config:1: stopped: ") != NULL, "%s", error.text);
    same_count("no text stands for a config without a name",
               open_with((whisker_session_options){.config_text = "return 1"}), WHISKER_BAD_OPTION);
    same_text("and it has one in messages", error.text, "config: a config must return a table, this one returned number");
    same_count("a file that is not there", open_with((whisker_session_options){.config_path = "no-such-config.lua"}),
               WHISKER_BAD_OPTION);
    passes("is named", strstr(error.text, "no-such-config.lua") != NULL, "%s", error.text);
    same_count("a path and a text at once",
               open_with((whisker_session_options){.config_path = "a", .config_text = "return {}"}), WHISKER_BAD_OPTION);
}

static void arguments(void)
{
    const char *given[] = {"title=Mine = yours", "level=.9", NULL}, *wrong[] = {"title", NULL};
    whisker_session_options options = {
        .size = sizeof options, .arguments = given,
        .config_text = "return { title = arguments.title, level = tonumber(arguments.level) }"};
    whisker_session *session;
    whisker_session_open(&options, &session, NULL);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 1, NULL);
    passes("arguments reach the config", reports(session, "json", "\"title\": \"Mine = yours\"") &&
           reports(session, "json", "\"level\": 0.9"), "%s", "");
    whisker_session_close(session);
    same_count("an argument without a value",
               open_with((whisker_session_options){.arguments = wrong}), WHISKER_BAD_OPTION);
    same_text("is named", error.text, "the argument 'title' is not name=value");
}

static void a_file(void)
{
    char *path = scratch_path("config.lua"), *module = scratch_path("shared.lua");
    write_file(path, "local shared = require('shared')\nreturn { title = shared.title }");
    write_file(module, "return { title = 'from a file beside it' }");
    whisker_session_options options = {.size = sizeof options, .config_path = path};
    whisker_session *session;
    same_count("a config file opens", whisker_session_open(&options, &session, &error), WHISKER_OK);
    push(session, begin(session, "t", "r"), "1", NULL, NULL, 1, NULL);
    passes("with what it requires", reports(session, "json", "from a file beside it"), "%s", "");
    whisker_session_close(session);
    free(path);
    free(module);
}

static void journals(void)
{
    char *path = scratch_path("notes.txt"), *text;
    write_file(path, "Buy milk.\n");
    same_count("a file that is no journal", open_with((whisker_session_options){.journal = path}), WHISKER_CANNOT_READ);
    passes("is named", strstr(error.text, "notes.txt is not a journal of samples") != NULL, "%s", error.text);
    same_text("and stays as it was", text = read_file(path), "Buy milk.\n");
    free(text);
    free(path);
    same_count("a folder that is not there", open_with((whisker_session_options){.journal = "no/such/folder"}),
               WHISKER_CANNOT_READ);
    same_text("is named, with the reason", error.text,
              "the journal no/such/folder cannot be opened: No such file or directory");
}

/* The skill of the extension of examples/: 1 - mean squared error / (p (1 - p)), p the share that is right. */
static void extensions(const char *folder)
{
    char path[1000];
    snprintf(path, sizeof path, "%s/acme.so", folder);
    const char *given[] = {path, NULL}, *missing[] = {"no/such/extension.so", NULL};
    static const char config[] = "return { estimate = { statistic = 'brier_skill' } }";
    whisker_session_options options = {.size = sizeof options, .extensions = given, .config_text = config};
    whisker_session *session;
    same_count("a session with an extension opens", whisker_session_open(&options, &session, &error), WHISKER_OK);
    int64_t run = begin(session, "t", "r");
    const double right[] = {1, 1, 0, 1}, squared_error[] = {0.04, 0.01, 0.09, 0.16};
    for (int i = 0; i < 4; i++) {
        const char item[] = {(char)('1' + i), '\0'};
        push(session, run, item, NULL, "right", right[i], NULL);
        push(session, run, item, NULL, "squared_error", squared_error[i], NULL);
    }
    passes("its statistic is used by name", reports(session, "json", "\"statistic\": \"brier_skill\"") &&
           reports(session, "json", "\"estimate\": 0.6"), "%s", "");
    whisker_session_close(session);
    same_count("one that is not there", open_with((whisker_session_options){.extensions = missing}), WHISKER_CANNOT_READ);
    passes("is named", strstr(error.text, "no/such/extension.so") != NULL, "%s", error.text);
    same_count("a session opened without one", open_with((whisker_session_options){.config_text = config}), WHISKER_OK);
    options.extensions = NULL;
    whisker_session_open(&options, &session, NULL);
    push(session, begin(session, "t", "r"), "1", NULL, "right", 1, NULL);
    int32_t gate, status = whisker_session_finish(session, &gate, &error);
    passes("does not know its statistic", status == WHISKER_BAD_OPTION && strstr(error.text, "brier_skill") != NULL, "%s",
           error.text);
    whisker_session_close(session);
}

static void structs(void)
{
    struct {
        whisker_session_options known;
        int64_t unknown;
    } newer = {.known = {.size = sizeof newer}, .unknown = 1};
    whisker_session *session;
    same_count("options that a newer caller sets", whisker_session_open(&newer.known, &session, &error),
               WHISKER_BAD_OPTION);
    newer.unknown = 0;
    same_count("and does not set", whisker_session_open(&newer.known, &session, &error), WHISKER_OK);
    whisker_session_close(session);
    same_count("no options at all", whisker_session_open(NULL, &session, &error), WHISKER_OK);
    whisker_session_close(session);
    same_count("no place", whisker_session_open(NULL, NULL, &error), WHISKER_BAD_ARGUMENT);
    whisker_session_close(NULL);
}

int main(int count, char **given)
{
    configs();
    arguments();
    a_file();
    journals();
    if (count > 1)
        extensions(given[1]);
    structs();
    return tap_end();
}
