package dev.hybridmim.trainer.operator;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * A loaded TorchScript archive whose methods run with gradients.
 *
 * <p>DJL's public way to run a named method always switches gradients off, so this class reaches
 * the native method below it. It is the only place that depends on DJL's internals.
 */
final class ScriptModule implements AutoCloseable {
  private static final MethodHandle RUN = runHandle();
  private static final MethodHandle RESULT = resultHandle();

  private final PtSymbolBlock block;

  ScriptModule(NDManager manager, byte[] archive) {
    try {
      block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("The operators' archive can't be read from memory", e);
    }
  }

  /**
   * Runs a method; gradients are recorded when the calling thread's mode says so. The arguments are
   * closed.
   *
   * @throws ai.djl.engine.EngineException when PyTorch refuses, with its own explanation
   */
  IValue run(String method, IValue... arguments) {
    long[] handles = new long[arguments.length];
    for (int index = 0; index < handles.length; index++) {
      handles[index] = arguments[index].getHandle();
    }
    // Per thread. Optimised graphs would give other last digits than the first, unoptimised call.
    JniUtils.setGraphExecutorOptimize(false);
    try {
      long handle = (long) RUN.invokeExact((long) block.getHandle(), method, handles);
      return (IValue) RESULT.invokeExact(handle);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException("The operator " + method + " could not be run", failure);
    } finally {
      for (IValue argument : arguments) {
        argument.close();
      }
    }
  }

  @Override
  public void close() {
    block.close();
  }

  private static MethodHandle runHandle() {
    try {
      Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
      Field instance = library.getDeclaredField("LIB");
      instance.setAccessible(true);
      Method method =
          library.getDeclaredMethod(
              "moduleRunMethod",
              long.class,
              String.class,
              long[].class,
              boolean.class,
              boolean.class);
      method.setAccessible(true);
      MethodHandle bound = MethodHandles.lookup().unreflect(method).bindTo(instance.get(null));
      boolean keepGradients = true;
      boolean separateStream = false;
      return MethodHandles.insertArguments(bound, 3, keepGradients, separateStream);
    } catch (ReflectiveOperationException e) {
      throw unexpectedVersion(e);
    }
  }

  private static MethodHandle resultHandle() {
    try {
      Constructor<IValue> constructor = IValue.class.getDeclaredConstructor(long.class);
      constructor.setAccessible(true);
      return MethodHandles.lookup().unreflectConstructor(constructor);
    } catch (ReflectiveOperationException e) {
      throw unexpectedVersion(e);
    }
  }

  private static IllegalStateException unexpectedVersion(ReflectiveOperationException cause) {
    return new IllegalStateException(
        "DJL "
            + Engine.getDjlVersion()
            + " has other internals than the version this software was built for; use the version"
            + " of DJL in its pom",
        cause);
  }
}
