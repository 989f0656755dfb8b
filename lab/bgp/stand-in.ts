/**
 * The number of the routing protocol (rtm_protocol) of routes that Calico's BIRD would write and the lab's cannot. BIRD
 * takes every route with its own number for its own, and would remove them.
 */
export const STAND_IN = 240;
