/**
 * Files that the server makes of apps' config: kept here, so that apps need no server to start, and written into their
 * work directories. Starting point: {@link io.stardust.agent.config.ConfigKeeper}.
 */
@NullMarked
package io.stardust.agent.config;

import org.jspecify.annotations.NullMarked;
