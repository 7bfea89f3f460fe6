/**
 * The client library in a Spring Boot application, 3.5 or 4: logs in, offers the application's service while its web
 * server takes requests. Parts for what an application may have besides lie in the packages below.
 */
@NullMarked
package io.stardust.spring;

import org.jspecify.annotations.NullMarked;
