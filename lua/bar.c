#define _POSIX_C_SOURCE 200809L
#include "bar.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TEXT = 256, WIDTH = 24, NARROWEST = 20 };

struct bar {
    whisker_work *work;
    pthread_mutex_t lock;   /* of all that follows */
    pthread_cond_t changed; /* the drawing is over */
    pthread_t thread;
    int is_running;
    int is_over;
    int is_drawn;
    double from, to;
    char text[MOST_TEXT];
};

/* ---- drawing ---- */

static int columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= NARROWEST ? size.ws_col : 80;
}

/* As many bytes of a text as fit, in whole characters. */
static int fitting(const char *text, int most)
{
    int length = (int)strlen(text);
    if (length <= most)
        return length;
    length = most > 0 ? most : 0;
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

static void draw(bar *bar)
{
    char filled[WIDTH + 1], line[MOST_TEXT + WIDTH + 32];
    double done = bar->from + whisker_work_done(bar->work) * (bar->to - bar->from);
    int n_filled = (int)(done * WIDTH);
    memset(filled, '.', WIDTH);
    memset(filled, '#', (size_t)(n_filled < 0 ? 0 : n_filled > WIDTH ? WIDTH : n_filled));
    filled[WIDTH] = '\0';
    int room = columns() - 1, with_bar = room >= WIDTH + 12;
    int length = with_bar ? snprintf(line, sizeof line, "\r\033[K[%s] %3d%%  %.*s", filled, (int)(done * 100),
                                     fitting(bar->text, room - WIDTH - 9), bar->text)
                          : snprintf(line, sizeof line, "\r\033[K%3d%%", (int)(done * 100));
    bar->is_drawn = write(STDERR_FILENO, line, (size_t)length) > 0;
}

static struct timespec later(struct timespec from, long milliseconds)
{
    from.tv_nsec += milliseconds % 1000 * 1000000;
    from.tv_sec += milliseconds / 1000 + from.tv_nsec / 1000000000;
    from.tv_nsec %= 1000000000;
    return from;
}

static void *draw_on(void *argument)
{
    enum { BEFORE_THE_FIRST = 1000, BETWEEN = 100 };
    bar *bar = argument;
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    next = later(next, BEFORE_THE_FIRST);
    pthread_mutex_lock(&bar->lock);
    while (!bar->is_over)
        if (pthread_cond_timedwait(&bar->changed, &bar->lock, &next) != 0 && !bar->is_over) {
            draw(bar);
            next = later(next, BETWEEN);
        }
    pthread_mutex_unlock(&bar->lock);
    return NULL;
}

/* ---- the thread: signals are for the one that runs Lua ---- */

static void start(bar *bar)
{
    sigset_t all, before;
    sigfillset(&all);
    bar->is_over = bar->is_drawn = 0;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bar->is_running = pthread_create(&bar->thread, NULL, draw_on, bar) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void bar_show(bar *bar, double from, double to, const char *text)
{
    pthread_mutex_lock(&bar->lock);
    whisker_work_watch(bar->work, 0);
    bar->from = from;
    bar->to = to;
    if (text != NULL)
        snprintf(bar->text, sizeof bar->text, "%.*s", fitting(text, MOST_TEXT - 1), text);
    if (!bar->is_running)
        start(bar);
    pthread_mutex_unlock(&bar->lock);
}

void bar_clear(bar *bar)
{
    static const char erase[] = "\r\033[K";
    if (!bar->is_running)
        return;
    pthread_mutex_lock(&bar->lock);
    bar->is_over = 1;
    pthread_cond_signal(&bar->changed);
    pthread_mutex_unlock(&bar->lock);
    pthread_join(bar->thread, NULL);
    bar->is_running = 0;
    if (bar->is_drawn && write(STDERR_FILENO, erase, sizeof erase - 1) < 0)
        return; /* a terminal that is gone needs no cleaning */
}

bar *bar_new(whisker_work *work)
{
    pthread_condattr_t clock;
    bar *made = calloc(1, sizeof *made);
    if (made == NULL)
        return NULL;
    made->work = work;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, &clock);
    pthread_condattr_destroy(&clock);
    return made;
}

void bar_free(bar *bar)
{
    if (bar == NULL)
        return;
    bar_clear(bar);
    pthread_cond_destroy(&bar->changed);
    pthread_mutex_destroy(&bar->lock);
    free(bar);
}
