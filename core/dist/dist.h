/* Functions of the gamma family that estimators need beyond the public distributions. Own, because libm's lgamma
 * differs between machines and writes the global signgam. */
#ifndef WHISKER_DIST_DIST_H
#define WHISKER_DIST_DIST_H

double log_gamma(double a);            /* log of Gamma(a), a > 0 */
double log_beta(double a, double b);   /* log of Gamma(a) Gamma(b) / Gamma(a+b), a, b > 0 */
double log_choose(double n, double k); /* log of n! / (k! (n-k)!), 0 <= k <= n */

#endif
