/**
 * Sends what an app logs to its server: waits in memory and on disk while the server is away, and never makes the app
 * wait. Starting point: {@link io.stardust.client.log.LogSender}; for Logback
 * {@link io.stardust.client.log.logback.StardustAppender}, for Log4j 2
 * {@link io.stardust.client.log.log4j.StardustAppender}.
 */
@NullMarked
package io.stardust.client.log;

import org.jspecify.annotations.NullMarked;
