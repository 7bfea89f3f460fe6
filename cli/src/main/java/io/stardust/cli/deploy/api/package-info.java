/** What the people API takes and gives about deployments, releases and rollouts. */
@NullMarked
package io.stardust.cli.deploy.api;

import org.jspecify.annotations.NullMarked;
