#include "base/ordered.h"

#include <pthread.h>

enum { MOST_HELPERS = 63 };

typedef struct queue {
    const ordered_work *work;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int64_t taken;                   /* tasks that somebody has begun */
    int64_t used;
    int has_stopped;
    char is_made[ORDERED_PLACES];
} queue;

typedef enum turn { TURN_TASK, TURN_WAIT /* every place is taken */, TURN_END } turn;

/* With the lock. */
static turn next_turn(queue *queue, int64_t *index)
{
    if (queue->has_stopped || queue->taken == queue->work->n_tasks)
        return TURN_END;
    if (queue->taken - queue->used == queue->work->n_places)
        return TURN_WAIT;
    *index = queue->taken++;
    return TURN_TASK;
}

/* With the lock, which is given back meanwhile. */
static void make(queue *queue, int64_t index)
{
    int32_t place = (int32_t)(index % queue->work->n_places);
    pthread_mutex_unlock(&queue->lock);
    queue->work->make(queue->work->context, index, place);
    pthread_mutex_lock(&queue->lock);
    queue->is_made[place] = 1;
    pthread_cond_broadcast(&queue->changed);
}

static void use(queue *queue, int32_t place)
{
    pthread_mutex_unlock(&queue->lock);
    int go_on = queue->work->use(queue->work->context, queue->used, place);
    pthread_mutex_lock(&queue->lock);
    queue->is_made[place] = 0;
    queue->used++;
    queue->has_stopped |= !go_on;
    pthread_cond_broadcast(&queue->changed);
}

static void *help(void *argument)
{
    queue *queue = argument;
    int64_t index = 0;
    pthread_mutex_lock(&queue->lock);
    for (turn turn; (turn = next_turn(queue, &index)) != TURN_END;)
        if (turn == TURN_TASK)
            make(queue, index);
        else
            pthread_cond_wait(&queue->changed, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

/* What can be used comes first, so that places are free again. */
static void lead(queue *queue)
{
    int64_t index = 0;
    pthread_mutex_lock(&queue->lock);
    while (!queue->has_stopped && queue->used < queue->work->n_tasks) {
        int32_t place = (int32_t)(queue->used % queue->work->n_places);
        if (queue->is_made[place])
            use(queue, place);
        else if (next_turn(queue, &index) == TURN_TASK)
            make(queue, index);
        else
            pthread_cond_wait(&queue->changed, &queue->lock);
    }
    pthread_mutex_unlock(&queue->lock);
}

void ordered_run(int32_t n_threads, const ordered_work *work)
{
    queue queue = {.work = work};
    pthread_t threads[MOST_HELPERS];
    int32_t helpers = workers_at_once(n_threads, work->n_tasks) - 1, started = 0;
    pthread_mutex_init(&queue.lock, NULL);
    pthread_cond_init(&queue.changed, NULL);
    while (started < helpers && pthread_create(&threads[started], NULL, help, &queue) == 0)
        started++;
    lead(&queue);
    for (int32_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&queue.changed);
    pthread_mutex_destroy(&queue.lock);
}
