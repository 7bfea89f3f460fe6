/**
 * The running processes of apps: how they log in, whether they are there, what they are told. Starting point:
 * {@link io.stardust.server.instance.InstanceAuth}.
 */
@NullMarked
package io.stardust.server.instance;

import org.jspecify.annotations.NullMarked;
