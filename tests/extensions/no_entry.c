/* A shared object that is no extension. */
int whisker_nothing(void);

int whisker_nothing(void)
{
    return 0;
}
