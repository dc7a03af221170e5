package dev.overseer.runtime.planted;

import com.google.inject.Injector;

/** Asks an injector for what a constructor should take. */
public record WiresItself(Injector injector) {}
