/* --untrusted: the program in a child process of its own, with limits, for logs and configs from strangers. */
#ifndef WHISKER_LUA_UNTRUSTED_H
#define WHISKER_LUA_UNTRUSTED_H

/* When the command line asks for it: in the child, with its limits set, returns -1, and so without --untrusted. In the
 * parent, which reads nothing, returns the exit status once the child has ended, having said why when it was stopped. */
int untrusted_child(int count, char **arguments);

#endif
