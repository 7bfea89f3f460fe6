/** Calls to providers by HTTP: {@link io.stardust.client.http.ServiceClient}. */
@NullMarked
package io.stardust.client.http;

import org.jspecify.annotations.NullMarked;
