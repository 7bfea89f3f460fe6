/** Which provider a call goes to. Pure: no thread, no network, no clock of their own. */
@NullMarked
package io.stardust.client.balance;

import org.jspecify.annotations.NullMarked;
