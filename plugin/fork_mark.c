#define _DEFAULT_SOURCE
#include "fork_mark.h"

#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* Linux 4.14 and later. */
#ifdef MADV_WIPEONFORK
static int *wiped_page(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return NULL;
    if (madvise(page, size, MADV_WIPEONFORK) == 0)
        return page;
    munmap(page, size);
    return NULL;
}
#else
static int *wiped_page(void)
{
    return NULL;
}
#endif

void fork_mark_set(fork_mark *mark)
{
    int *page = wiped_page();
    if (page != NULL)
        *page = 1;
    *mark = (fork_mark){page, getpid()};
}

int fork_mark_is_ours(const fork_mark *mark)
{
    return mark->page != NULL ? *mark->page : mark->process == getpid();
}

void fork_mark_free(fork_mark *mark)
{
    if (mark->page != NULL)
        munmap((void *)mark->page, (size_t)sysconf(_SC_PAGESIZE));
}
