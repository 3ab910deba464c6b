"""The benchmark's generators in PyTorch: networks, one training step on a batch and its noise, a sampler."""

import numpy as np
import torch
import torch.nn.functional as F
from common import betas, ddim
from torch import nn


def adam(parameters, config):
    betas = (float(config.get("beta1", 0.9)), config.get("beta2", 0.999))
    return torch.optim.Adam(parameters, config["learningRate"], betas, eps=1e-7, fused=True)


def stack(weights, sizes, last=None):
    """Dense layers with ReLU behind each, but for the last of them."""
    parts = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layer = nn.Linear(inputs, outputs)
        weights.dense(layer)
        parts += [layer, nn.ReLU()]
    if last is not None:
        layer = nn.Linear(sizes[-1], last)
        weights.dense(layer)
        parts.append(layer)
    return nn.Sequential(*parts)


class Vae:
    def __init__(self, config, weights, compiled):
        hidden, latent, inputs = config["hidden"], config["latent"], config["inputs"]
        self.body = stack(weights, [inputs, *hidden])
        self.mean, self.log_variance = nn.Linear(hidden[-1], latent), nn.Linear(hidden[-1], latent)
        weights.dense(self.mean)
        weights.dense(self.log_variance)
        self.decoder = stack(weights, [latent, *reversed(hidden)], inputs)
        self.networks = [self.body, self.mean, self.log_variance, self.decoder]
        self.optimizer = adam([p for net in self.networks for p in net.parameters()], config)
        self.loss, self.draw = compiled(self._loss), compiled(self._draw)

    def _loss(self, x, noise):
        features = self.body(x)
        mean, log_variance = self.mean(features), self.log_variance(features)
        logits = self.decoder(mean + torch.exp(0.5 * log_variance) * noise)
        cost = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
        kl = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum(1)
        return (cost + kl).mean()

    def step(self, x, noise):
        self.optimizer.zero_grad(set_to_none=True)
        value = self.loss(x, noise)
        value.backward()
        self.optimizer.step()
        return value.item()

    def _draw(self, codes):
        return torch.sigmoid(self.decoder(codes))

    def sample(self, codes):
        return self.draw(codes)


class ChannelsLast(nn.Module):
    """`[B, H, W, C]` as PyTorch has it: a view, the memory stays channels-last; and back."""

    def forward(self, x):
        return x.permute(0, 3, 1, 2)


class FlattenLast(nn.Module):
    """All features in one row, in TensorFlow's order."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class Unflatten(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)


class ToLast(nn.Module):
    def forward(self, x):
        return x.permute(0, 2, 3, 1)


def batch_norm(weights, channels, config, kind=nn.BatchNorm2d):
    norm = kind(channels, eps=config["epsilon"])
    weights.batch_norm(norm)
    return norm


def dcgan_generator(config, weights):
    height, width, channels = config["image"]
    filters = config["generatorFilters"]
    factor = 2 ** len(filters)
    small = (height // factor, width // factor, filters[0])
    units = small[0] * small[1] * small[2]
    spread = nn.Linear(config["latent"], units, bias=False)
    weights.dense(spread)
    parts = [spread, batch_norm(weights, units, config, nn.BatchNorm1d), nn.ReLU(), Unflatten(small)]
    for inputs, outputs in zip(filters, filters[1:]):
        up = nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)
        weights.conv(up)  # TensorFlow's is height, width, outputs, inputs
        parts += [up, batch_norm(weights, outputs, config), nn.ReLU()]
    last = nn.ConvTranspose2d(filters[-1], channels, 4, 2, 1)
    weights.conv(last)
    return nn.Sequential(*parts, last, nn.Sigmoid(), ToLast())


def dcgan_critic(config, weights, normed):
    height, width, inputs = config["image"]
    parts = [ChannelsLast()]
    for i, outputs in enumerate(config["criticFilters"]):
        conv = nn.Conv2d(inputs, outputs, 4, 2, 1, bias=not (normed and i > 0))
        weights.conv(conv)
        parts.append(conv)
        parts += [batch_norm(weights, outputs, config)] if normed and i > 0 else []
        parts.append(nn.LeakyReLU(0.2))
        inputs, height, width = outputs, height // 2, width // 2
    score = nn.Linear(height * width * inputs, 1)
    weights.dense(score)
    return nn.Sequential(*parts, FlattenLast(), score)


class Gan:
    normed = True

    def __init__(self, config, weights, compiled):
        self.config = config
        generator, critic = dcgan_generator(config, weights), dcgan_critic(config, weights, self.normed)
        self.networks = [generator, critic]
        self.plain_critic = critic
        self.generator, self.critic = compiled(generator), compiled(critic)
        self.optimizers = [adam(net.parameters(), config) for net in self.networks]

    def minimize(self, place, value):
        network, optimizer = self.networks[place], self.optimizers[place]
        optimizer.zero_grad(set_to_none=True)
        # Of this network alone.
        value.backward(inputs=list(network.parameters()))
        optimizer.step()
        return value.detach()

    def sample(self, z):
        return self.generator(z)


class Dcgan(Gan):
    def step(self, real, z, more):
        fake = self.generator(z).detach()
        value = self.minimize(1, F.softplus(-self.critic(real)).mean() + F.softplus(self.critic(fake)).mean())
        return (value + self.minimize(0, F.softplus(-self.critic(self.generator(more))).mean())).item()


class WganGp(Gan):
    normed = False

    def step(self, real, noise, share, z):
        value = 0.0
        for one in zip(*(part.chunk(self.config["criticSteps"]) for part in (real, noise, share))):
            value = value + self.minimize(1, self._critic_loss(*one))
        return (value + self.minimize(0, -self.critic(self.generator(z)).mean())).item()

    def _critic_loss(self, real, noise, share):
        fake = self.generator(noise).detach()
        between = (fake + (real - fake) * share).requires_grad_()
        # torch.compile takes no second derivative.
        scores = self.plain_critic(between)
        slope = torch.autograd.grad(scores.sum(), between, create_graph=True)[0]
        norm = (slope.square().sum((1, 2, 3)) + 1e-12).sqrt()
        distance = self.critic(fake).mean() - self.critic(real).mean()
        return distance + self.config["penalty"] * (norm - 1).square().mean()


class Block(nn.Module):
    def __init__(self, net, inputs, filters):
        super().__init__()
        self.norm0, self.conv0 = net.norm(inputs), net.conv(inputs, filters)
        self.norm1 = net.norm(filters)
        self.scale, self.shift = net.dense(net.width, filters), net.dense(net.width, filters)
        self.skip = net.conv(inputs, filters, 1) if inputs != filters else nn.Identity()
        self.conv1 = net.conv(filters, filters)

    def forward(self, x, vector):
        y = self.norm1(self.conv0(F.silu(self.norm0(x))))
        y = F.silu(y * self.scale(vector)[:, :, None, None] + self.shift(vector)[:, :, None, None])
        return self.skip(x) + self.conv1(y)


class Attention(nn.Module):
    def __init__(self, net, channels):
        super().__init__()
        self.norm, self.qkv, self.out = net.norm(channels), net.dense(channels, 3 * channels), net.dense(channels, channels)

    def forward(self, x):
        B, C, H, W = x.shape
        rows = self.norm(x).permute(0, 2, 3, 1).reshape(B, 1, H * W, C)
        seen = F.scaled_dot_product_attention(*self.qkv(rows).chunk(3, -1))
        return x + self.out(seen).reshape(B, H, W, C).permute(0, 3, 1, 2)


class DenoisingUNet(nn.Module):
    """The U-Net of gradus/diffusion: residual blocks that know the time, attention at the lowest size."""

    def __init__(self, config, weights):
        super().__init__()
        filters, self.blocks = config["filters"], config["blocks"]
        self.weights, self.groups, self.width = weights, config["groups"], 4 * filters
        levels = [filters * one for one in config["multipliers"]]
        half = filters // 2
        self.register_buffer("frequencies", 10000.0 ** (-torch.arange(half) / half))
        self.hidden, self.vector = self.dense(filters, self.width), self.dense(self.width, self.width)
        self.stem = self.conv(config["image"][2], filters)
        at, skips = filters, [filters]
        self.down, self.halved = nn.ModuleList(), nn.ModuleList()
        for level, wide in enumerate(levels):
            for _ in range(self.blocks):
                self.down.append(Block(self, at, wide))
                at = wide
                skips.append(at)
            if level < len(levels) - 1:
                self.halved.append(self.conv(wide, wide, stride=2))
                skips.append(wide)
        self.middle0, self.attention = Block(self, at, at), Attention(self, at)
        self.middle1 = Block(self, at, at)
        self.up, self.doubled = nn.ModuleList(), nn.ModuleList()
        for level in reversed(range(len(levels))):
            for _ in range(self.blocks + 1):
                self.up.append(Block(self, at + skips.pop(), levels[level]))
                at = levels[level]
            if level > 0:
                self.doubled.append(self.conv(at, at))
        self.end_norm, self.end = self.norm(at), self.conv(at, config["image"][2])
        del self.weights

    def dense(self, inputs, outputs):
        layer = nn.Linear(inputs, outputs)
        self.weights.dense(layer)
        return layer

    def norm(self, channels):
        layer = nn.GroupNorm(self.groups, channels, eps=1e-5)
        self.weights.norm(layer)
        return layer

    def conv(self, inputs, outputs, size=3, stride=1):
        # TensorFlow pads an even size for stride 2 at the end alone.
        layer = nn.Conv2d(inputs, outputs, size, stride, size // 2 if stride == 1 else 0)
        self.weights.conv(layer)
        return layer

    def forward(self, x, time):
        angles = time.float()[:, None] * self.frequencies
        waves = torch.cat([angles.sin(), angles.cos()], 1)
        vector = F.silu(self.vector(F.silu(self.hidden(waves))))
        x = self.stem(x.permute(0, 3, 1, 2))  # a view: the memory stays channels-last
        skips, halves, doubles = [x], iter(self.halved), iter(self.doubled)
        for i, block in enumerate(self.down):
            x = block(x, vector)
            skips.append(x)
            if (i + 1) % self.blocks == 0 and i < len(self.down) - 1:
                x = next(halves)(F.pad(x, (0, 1, 0, 1)))
                skips.append(x)
        x = self.middle1(self.attention(self.middle0(x, vector)), vector)
        for i, block in enumerate(self.up):
            x = block(torch.cat([x, skips.pop()], 1), vector)
            if (i + 1) % (self.blocks + 1) == 0 and i < len(self.up) - 1:
                x = next(doubles)(F.interpolate(x, scale_factor=2))
        return self.end(F.silu(self.end_norm(x))).permute(0, 2, 3, 1)


class Ddpm:
    def __init__(self, config, weights, compiled):
        self.config = config
        self.signal = torch.from_numpy(np.cumprod(1 - betas(config["timesteps"]))).float()
        network = DenoisingUNet(config, weights)
        self.networks = [network]
        self.optimizer = adam(network.parameters(), config)
        self.predict = compiled(network)

    def step(self, x, noise, time):
        self.optimizer.zero_grad(set_to_none=True)
        left = self.signal.to(x.device)[time.long()][:, None, None, None]
        noisy = left.sqrt() * x + (1 - left).sqrt() * noise
        value = F.mse_loss(self.predict(noisy, time), noise)
        value.backward()
        self.optimizer.step()
        return value.item()

    def sample(self, x):
        for time, left, left_after in ddim(self.config):
            noise = self.predict(x, torch.full((len(x),), time, dtype=torch.int32, device=x.device))
            clean = (x - (1 - left) ** 0.5 * noise) / left**0.5
            x = left_after**0.5 * clean + (1 - left_after) ** 0.5 * noise
        return x


GENERATORS = {"vae": Vae, "dcgan": Dcgan, "wgan-gp": WganGp, "ddpm": Ddpm}
